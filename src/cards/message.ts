import template from '../../cards/message.json' with { type: 'json' };
import { actionsFrom, type Button } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';

export type MessageCardFacts = {
  tone: 'info' | 'warning';
  /** What happened, or what failed. */
  title: string;
  text: string;
  /** What to do next. */
  fix?: string;
  reference?: string;
  actions?: readonly Button[];
};

/** Container styles of Adaptive Cards. */
const styles = { info: 'emphasis', warning: 'warning' } as const satisfies Record<MessageCardFacts['tone'], string>;

const fill = cardTemplate(template);
const maxText = 800;
const maxFix = 400;

/** Anything that is one statement: an error, a note, something that is missing. */
export function messageCard({ tone, title, text, fix, reference, actions = [] }: MessageCardFacts): Card {
  const said = plain(text, maxText);
  const fixes = fix === undefined ? [] : [{ text: plain(fix, maxFix) }];
  const references = reference === undefined ? [] : [{ text: plain(reference) }];
  const view = {
    style: styles[tone],
    title: markdown(title),
    text: said,
    fixes,
    references,
  };
  const tail = [...fixes.map((sentence) => sentence.text), ...references.map((id) => `Reference ${id.text}.`)];
  return fill(view, {
    summary: [`${plain(title)}: ${said}`, ...tail].join(' '),
    actions: actionsFrom(actions),
  });
}

import template from '../../cards/message.json' with { type: 'json' };
import { actionsFrom, type Button, type Link } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';

export type MessageCardFacts = {
  tone: 'info' | 'warning' | 'error';
  /** What happened, or what failed. */
  title: string;
  text: string;
  /** What to do next. */
  fix?: string;
  reference?: string;
  actions?: readonly Button[];
  link?: Link;
};

/** Container styles of Adaptive Cards. */
const styles = { info: 'emphasis', warning: 'warning', error: 'attention' } as const satisfies Record<
  MessageCardFacts['tone'],
  string
>;

const fill = cardTemplate(template);
const maxText = 800;
const maxFix = 400;

/** Anything that is one statement: an error, a note, something that is missing. */
export function messageCard({ tone, title, text, fix, reference, actions = [], link }: MessageCardFacts): Card {
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
    actions: actionsFrom(actions, link ? [link] : []),
  });
}

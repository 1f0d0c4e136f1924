import template from '../../cards/help.json' with { type: 'json' };
import { actionsFrom, type Button } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { plain } from './text.ts';

export type HelpCardFacts = {
  commands: readonly { usage: string; help: string }[];
  /** Somebody said hello, or the app was just installed. */
  greeting: boolean;
  /** Whether this person may see the posture, which is then offered. */
  mayRead: boolean;
  /** One sentence on where things stand for this person. */
  status: string;
  /** A first word that is no command, and the commands nearest to it, best first. */
  unknown?: { typed: string; suggestions: readonly string[] };
  /** Whoever brought the bot into the conversation. */
  installedBy?: string | undefined;
};

const maxSuggestions = 3;
const showPosture = { title: 'Show posture', verb: 'posture.show' } satisfies Button;

const fill = cardTemplate(template);

/** The welcome, the help, and the answer to a word that is no command. */
export function helpCard(facts: HelpCardFacts): Card {
  const { commands, greeting, mayRead, status, unknown, installedBy } = facts;
  const suggested = (unknown?.suggestions ?? []).slice(0, maxSuggestions);
  const typed = plain(unknown?.typed ?? '', 64);
  const view = {
    unknowns: unknown ? [{ typed }] : [],
    suggestions: suggested.length > 0 ? [{ text: alternatives(suggested) }] : [],
    status: plain(status),
    installers: installedBy === undefined ? [] : [{ name: plain(installedBy) }],
    isGreeting: greeting && mayRead,
    commands: commands.map(({ usage, help }) => ({ usage, help })),
  };
  const summary = [
    unknown ? unknownWord(typed, suggested) : '',
    "Bulwark shows your tenant's security policies and risky users, and fixes what you confirm.",
    view.status,
    `Commands: ${commands.map(({ usage }) => usage).join(', ')}.`,
  ];
  return fill(view, {
    summary: summary.filter(Boolean).join(' '),
    actions: actionsFrom(mayRead ? [showPosture] : []),
  });
}

function unknownWord(typed: string, suggested: readonly string[]): string {
  const question = suggested.length > 0 ? ` Did you mean ${alternatives(suggested)}?` : '';
  return `I don't know “${typed}”.${question}`;
}

/** "harden", "harden or undo", "harden, undo or explain" */
function alternatives(words: readonly string[]): string {
  const safe = words.map((word) => plain(word, 64));
  const last = safe.at(-1) ?? '';
  return safe.length > 1 ? `${safe.slice(0, -1).join(', ')} or ${last}` : last;
}

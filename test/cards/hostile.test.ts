import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { hostileCards, hostileTexts } from './hostile.ts';
import { lint } from './lint.ts';
import { markdownTexts, ofType } from './structure.ts';

type Token = { type: string; children: Token[] | null };

const markdownIt = createRequire(import.meta.url)('markdown-it');
const parser: { parse(text: string, env: object): Token[] } = markdownIt({ html: true, linkify: false });

/** Our own templates use bold, and nothing else. */
const harmless = ['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special', 'strong_open', 'strong_close'];

/** What a client would act on, drop or reorder in any place. */
const active = /<\/?at\b|<[a-z/!?]|\{\{|\$\{|\][([]|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/iu;

const showing = await Promise.all(
  Object.entries(hostileTexts).map(async ([what, text]) => ({ what, cards: Object.values(await hostileCards(text)) })),
);

describe.each(showing)('$what', ({ cards }) => {
  test('breaks no rule of any card', () => {
    for (const card of cards) lint(card);
  });

  test('stays text wherever Markdown is read', () => {
    const unasked = cards
      .flatMap(markdownTexts)
      .flatMap(tokenTypes)
      .filter((type) => !harmless.includes(type));
    expect(unasked).toEqual([]);
  });

  test('makes no link, image or tag of the summary, even read as Markdown', () => {
    const types = cards.flatMap(({ summary }) => tokenTypes(summary));
    expect(types.filter((type) => /link|image|html/.test(type))).toEqual([]);
  });

  test('is disarmed in plain text', () => {
    const runs = cards.flatMap((card) => ofType(card, 'TextRun').map(({ text }) => String(text)));
    for (const text of [...runs, ...cards.map(({ summary }) => summary)]) expect(text).not.toMatch(active);
  });
});

function tokenTypes(text: string): string[] {
  return parser.parse(text, {}).flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)]);
}

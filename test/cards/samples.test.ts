import { describe, expect, test } from 'vitest';
import { lint } from './lint.ts';
import { samples } from './samples.ts';
import { nodesIn, textOf } from './structure.ts';

describe.each(samples)('$name', ({ card, says }) => {
  test('keeps what every card keeps', () => {
    lint(card);
  });

  test('shows the words of its branch', () => {
    for (const words of says) expect(textOf(card)).toMatch(words instanceof RegExp ? words : literally(words));
  });

  test('offers every Universal Action to older clients too, with the same verb and ids', () => {
    const selects = nodesIn(card.content['body']).map(({ selectAction }) => selectAction);
    for (const node of nodesIn(card.content['body'])) {
      const { type, title, verb, data, fallback } = node;
      if (type !== 'Action.Execute' || selects.includes(node)) continue;
      expect(fallback).toMatchObject({ type: 'Action.Submit', title, data: { ...(data as object), verb } });
    }
  });
});

test('sample names are unique', () => {
  expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
});

function literally(words: string): RegExp {
  return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

import { expect } from 'vitest';
import type { Card } from '../../src/cards/card.ts';
import { actionSets, factsOf, type Node, nodesIn, ofType, shownNodes, sizeOf } from './structure.ts';

const budgetBytes = 28 * 1024;

/** Adaptive Cards 1.5, as far as Teams shows it everywhere. */
const elements = [
  'TextBlock',
  'RichTextBlock',
  'TextRun',
  'FactSet',
  'ColumnSet',
  'Column',
  'Container',
  'ActionSet',
  'Input.Text',
  'Input.Toggle',
  'Input.Date',
  'Input.ChoiceSet',
  'Input.Time',
];
const inputs = elements.filter((type) => type.startsWith('Input.'));
const actions = ['Action.Execute', 'Action.OpenUrl'];
const beyond = ['Badge', 'ProgressBar'];

/** Presses that send what the person wrote. */
const withInputs = [
  'harden.execute',
  'contain.execute',
  'release.execute',
  'risk.confirm.execute',
  'risk.dismiss.execute',
  'exception.accept',
  'harden.answer',
  'alert.snooze.execute',
  'subscription.save',
  'plan.preview',
];

/** What every card must keep, whatever it says. */
export function lint(card: Card): void {
  lintFrame(card);
  lintElements(card);
  lintWords(card);
  for (const set of actionSets(card)) lintActionSet(set);
  for (const action of ofType(card, 'Action.Execute')) lintExecute(action);
}

function lintFrame({ content, summary }: Card): void {
  expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.5', fallbackText: summary, speak: summary });
  expect(summary).toMatch(/^\S.*[.?…]$/);
  expect(content).not.toHaveProperty('actions');
  const json = JSON.stringify(content);
  expect(json).not.toContain('${');
  expect(json).not.toContain('null');
  expect(sizeOf({ content, summary })).toBeLessThanOrEqual(budgetBytes);
}

function lintElements(card: Card): void {
  const typed = shownNodes(card).filter(({ type }) => type !== undefined);
  const unknown = typed.filter(({ type }) => ![...elements, ...actions, ...beyond].includes(String(type)));
  expect(unknown).toEqual([]);
  const newer = nodesIn(card.content).filter(({ type }) => beyond.includes(String(type)));
  for (const { fallback } of newer) expect(elements).toContain((fallback as Node)['type']);
  for (const { columns } of ofType(card, 'ColumnSet')) expect((columns as Node[]).length).toBeLessThanOrEqual(3);
  for (const input of ofType(card, ...inputs)) {
    expect(input).toMatchObject({ label: expect.stringMatching(/./), errorMessage: expect.stringMatching(/./) });
  }
}

function lintWords(card: Card): void {
  expect(ofType(card, 'TextBlock').filter(({ style }) => style === 'heading')).toHaveLength(1);
  for (const block of nodesIn(card.content).filter(({ type }) => type === 'TextBlock')) {
    expect(block).toMatchObject({ wrap: true, text: expect.stringMatching(/\S/) });
  }
  for (const { text } of ofType(card, 'TextRun')) expect(text).toMatch(/\S/);
  for (const { title, value } of factsOf(card)) {
    expect(String(title).length).toBeLessThan(12);
    expect(value).toMatch(/\S/);
  }
}

function lintActionSet(set: readonly Node[]): void {
  expect(set.length).toBeGreaterThan(0);
  expect(set.length).toBeLessThanOrEqual(6);
  const shown = set.filter(({ mode }) => mode !== 'secondary').length;
  expect(shown).toBeLessThanOrEqual(2);
  // A menu by itself says nothing of what is in it.
  expect(shown).toBeGreaterThan(0);
  for (const { title } of set) expect(title).toMatch(/^[A-Z][^.]{1,19}$/);
  const styled = set.filter(({ style }) => style !== undefined);
  for (const { tooltip } of styled) expect(tooltip).toMatch(/\.$/);
}

function lintExecute(action: Node): void {
  const { title, verb, data, associatedInputs } = action;
  const ids = data as Node;
  expect(verb).toMatch(/^[a-z]+(\.[a-z]+)+$/);
  expect(ids['v']).toBe(1);
  expect(nodesIn(ids).flatMap(Object.keys)).not.toContain('key');
  expect(Object.values(ids).filter((value) => value !== 1 && typeof value !== 'string')).toEqual([]);
  const acts = String(title).endsWith(' now') || title === 'Ask for approval';
  expect(acts).toBe(String(verb).endsWith('.execute'));
  expect(associatedInputs).toBe(withInputs.includes(String(verb)) ? 'auto' : 'none');
}

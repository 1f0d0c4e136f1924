import { expect, test } from 'vitest';
import { cardTemplate, type View } from '../../src/cards/card.ts';

const frame = { type: 'AdaptiveCard', version: '1.5' };

test('an action gets its version, its fallback and no inputs', () => {
  const execute = { type: 'Action.Execute', title: 'Refresh', verb: 'posture.refresh', data: { page: '${page}' } };
  const fill = cardTemplate({ ...frame, body: [{ type: 'ActionSet', actions: [execute] }] });
  expect(fill({ page: '2' }, { summary: 'Done.' }).content['body']).toEqual([
    {
      type: 'ActionSet',
      actions: [
        {
          type: 'Action.Execute',
          title: 'Refresh',
          verb: 'posture.refresh',
          data: { v: 1, page: '2' },
          associatedInputs: 'none',
          fallback: {
            type: 'Action.Submit',
            title: 'Refresh',
            data: { v: 1, page: '2', verb: 'posture.refresh' },
            associatedInputs: 'none',
          },
        },
      ],
    },
  ]);
});

test('an action that asks for the inputs keeps them', () => {
  const execute = { type: 'Action.Execute', title: 'Harden now', verb: 'harden.execute', associatedInputs: 'auto' };
  const fill = cardTemplate({ ...frame, body: [{ type: 'ActionSet', actions: [execute] }] });
  const json = JSON.stringify(fill({}, { summary: 'Done.' }).content);
  expect(json.match(/"associatedInputs":"auto"/g)).toHaveLength(2);
  expect(json).not.toContain('none');
});

test('the summary is what text-only clients show and read aloud, up to a thousand characters', () => {
  const { content, summary } = cardTemplate({ ...frame, body: [] })({}, { summary: 'x'.repeat(2_000) });
  expect(summary).toHaveLength(1_000);
  expect(content).toEqual({ ...frame, body: [], fallbackText: summary, speak: summary });
});

test('a template is never changed by what fills it', () => {
  const fill = cardTemplate({ ...frame, body: [{ type: 'TextBlock', text: '${text}' }] });
  const first = fill({ text: 'one' }, { summary: 'One.' });
  fill({ text: 'two' }, { summary: 'Two.' });
  expect(first.content['body']).toEqual([{ type: 'TextBlock', text: 'one' }]);
});

test('a value that looks like a binding is not filled in', () => {
  const fill = cardTemplate({ ...frame, body: [{ type: 'TextBlock', text: '${name}' }] });
  expect(fill({ name: '${secret}', secret: 'hidden' }, { summary: 'One.' }).content['body']).toEqual([
    { type: 'TextBlock', text: '${secret}' },
  ]);
});

test('numbers, times, null and what may be missing are no part of a view', () => {
  const views: View[] = [
    { text: 'a', flag: true, rows: [{ text: 'b' }] },
    // @ts-expect-error a number is put in words first
    { count: 3 },
    // @ts-expect-error a time is put in words first
    { at: new Date(0) },
    // @ts-expect-error what is missing is an empty list
    { reason: null },
    // @ts-expect-error what is missing is an empty list
    { reason: undefined },
    // @ts-expect-error a list holds views
    { names: ['a'] },
  ];
  expect(views).toHaveLength(6);
});

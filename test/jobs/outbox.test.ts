import { expect, it } from 'vitest';
import type { Chat, Delivery, Outbox, OutboxItem, ShownCard } from '../../src/core/chat.ts';
import { drainOutbox } from '../../src/jobs/outbox.ts';

const { activityId, ...newCard }: ShownCard = {
  organization: 'org',
  conversationId: 'soc',
  activityId: 'activity-1',
  kind: 'operation',
  subject: 'subject',
  connectionId: 'conn',
  askedBy: 'somebody',
};
const card: ShownCard = { ...newCard, activityId };
const edit: OutboxItem = { id: 'one', attempts: 1, claim: 1, kind: 'edit', card };
const send: OutboxItem = { id: 'two', attempts: 1, claim: 1, kind: 'send', card: newCard };

async function drained(delivery: Delivery | Error, ...items: OutboxItem[]): Promise<unknown[]> {
  const done: unknown[] = [];
  const outbox: Outbox = {
    refresh: async () => undefined,
    claim: async () => items,
    sent: async ({ id }, sentAs) => void done.push(['sent', id, sentAs]),
    retry: async ({ id }, afterMs) => void done.push(['retry', id, afterMs]),
    bury: async ({ id }, why) => void done.push(['bury', id, why]),
  };
  const answer = async () => {
    if (delivery instanceof Error) throw delivery;
    return delivery;
  };
  const chat: Chat = { editCard: answer, sendCard: answer };
  expect(await drainOutbox({ outbox, chat })).toBe(items.length);
  return done;
}

it('takes off what was delivered, and remembers what a new message is called', async () => {
  expect(await drained({ kind: 'delivered' }, edit)).toEqual([['sent', 'one', undefined]]);
  expect(await drained({ kind: 'delivered', activityId: 'new' }, send)).toEqual([['sent', 'two', 'new']]);
});

it('waits longer each time, or as long as Teams asks', async () => {
  expect(await drained({ kind: 'retry' }, edit, { ...send, attempts: 3 })).toEqual([
    ['retry', 'one', 4_000],
    ['retry', 'two', 16_000],
  ]);
  expect(await drained({ kind: 'retry', afterMs: 7 }, edit)).toEqual([['retry', 'one', 7]]);
  expect(await drained(new Error('no network'), { ...edit, attempts: 50 })).toEqual([['retry', 'one', 300_000]]);
});

it('gives up what cannot be delivered, with the reason', async () => {
  expect(await drained({ kind: 'conversationGone', why: 'gone' }, send)).toEqual([['bury', 'two', 'gone']]);
  expect(await drained({ kind: 'retry' }, { ...edit, attempts: 300 })).toEqual([
    ['bury', 'one', expect.stringContaining('a day')],
  ]);
});

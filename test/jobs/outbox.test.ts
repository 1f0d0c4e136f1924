import { expect, it } from 'vitest';
import type { Chat, Delivery, Outbox, OutboxItem, ShownCard } from '../../src/core/chat.ts';
import { outboxSender } from '../../src/jobs/outbox.ts';

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
const fresh = { attempts: 1, claim: 1, triedForMs: 0, mayRepeat: false };
const edit: OutboxItem = { id: 'one', ...fresh, kind: 'edit', card };
const send: OutboxItem = { id: 'two', ...fresh, kind: 'send', card: newCard };
const dayMs = 86_400_000;

function fakeOutbox(items: readonly OutboxItem[]) {
  const done: unknown[] = [];
  const waiting = [...items];
  const outbox: Outbox = {
    refresh: async () => undefined,
    claim: async (limit) => waiting.splice(0, limit),
    sent: async ({ id }, sentAs) => void done.push(['sent', id, sentAs]),
    retry: async ({ id }, postponement) => void done.push(['retry', id, postponement]),
    bury: async ({ id }, why) => void done.push(['bury', id, why]),
    close: async ({ id }, why) => void done.push(['close', id, why]),
    forget: async ({ id }) => void done.push(['forget', id]),
    backlog: async () => ({ waiting: waiting.length, oldestMs: 0, dead: 0 }),
    deadLetters: async () => [],
  };
  return { outbox, done };
}

async function drained(delivery: Delivery | Error, ...items: OutboxItem[]): Promise<unknown[]> {
  const { outbox, done } = fakeOutbox(items);
  const answer = async () => {
    if (delivery instanceof Error) throw delivery;
    return delivery;
  };
  const chat: Chat = { editCard: answer, sendCard: answer };
  const sender = outboxSender({ outbox, chat, random: () => 0, alarm: expect.unreachable });
  expect(await sender.drain()).toBe(true);
  await sender.idle();
  return done;
}

it('takes off what was delivered, and remembers what a new message is called', async () => {
  expect(await drained({ kind: 'delivered' }, edit)).toEqual([['sent', 'one', undefined]]);
  expect(await drained({ kind: 'delivered', activityId: 'new' }, send)).toEqual([['sent', 'two', 'new']]);
});

it('waits longer each time, or with the whole conversation as long as Teams asks', async () => {
  const alone = { pause: false, uncertain: false };
  expect(await drained({ kind: 'retry' }, edit, { ...send, attempts: 3 })).toEqual([
    ['retry', 'one', { afterMs: 2_000, ...alone }],
    ['retry', 'two', { afterMs: 8_000, ...alone }],
  ]);
  expect(await drained({ kind: 'retry', afterMs: 7 }, edit)).toEqual([
    ['retry', 'one', { afterMs: 7, pause: true, uncertain: false }],
  ]);
  expect(await drained(new Error('no network'), { ...edit, attempts: 50 })).toEqual([
    ['retry', 'one', { afterMs: 300_000, ...alone }],
  ]);
});

it('remembers that an attempt may have arrived, and tells the reader of the next one', async () => {
  expect(await drained({ kind: 'unknown' }, send)).toEqual([
    ['retry', 'two', { afterMs: 2_000, pause: false, uncertain: true }],
  ]);
  const told: unknown[] = [];
  const { outbox } = fakeOutbox([{ ...send, mayRepeat: true }]);
  const chat: Chat = {
    editCard: () => expect.unreachable(),
    async sendCard(...said) {
      told.push(said);
      return { kind: 'delivered' };
    },
  };
  const sender = outboxSender({ outbox, chat, random: Math.random, alarm: expect.unreachable });
  await sender.drain();
  await sender.idle();
  expect(told).toEqual([[newCard, undefined, true]]);
});

it('gives up what cannot be delivered, with the reason', async () => {
  expect(await drained({ kind: 'failed', why: 'refused' }, send)).toEqual([['bury', 'two', 'refused']]);
  expect(await drained({ kind: 'conversationGone', why: 'gone' }, send)).toEqual([['close', 'two', 'gone']]);
  expect(await drained({ kind: 'messageGone' }, edit)).toEqual([['forget', 'one']]);
  expect(await drained({ kind: 'retry' }, { ...edit, triedForMs: dayMs })).toEqual([
    ['bury', 'one', expect.stringContaining('a day')],
  ]);
});

it('has at most four messages on their way, and a slow one holds up nobody else', async () => {
  const items = Array.from({ length: 9 }, (_, n): OutboxItem => ({ ...edit, id: `item ${n}` }));
  const { outbox, done } = fakeOutbox(items);
  const arrivals: (() => void)[] = [];
  const answer = () => new Promise<Delivery>((resolve) => arrivals.push(() => resolve({ kind: 'delivered' })));
  const chat: Chat = { editCard: answer, sendCard: answer };
  const sender = outboxSender({ outbox, chat, random: Math.random, alarm: expect.unreachable });
  await sender.drain();
  expect(arrivals).toHaveLength(4);
  const [, ...others] = arrivals.splice(0);
  expect(others).toHaveLength(3);
  const more = sender.drain();
  for (const arrive of others) arrive();
  expect(await more).toBe(true);
  expect(done).toHaveLength(3);
  expect(arrivals).toHaveLength(3);
});

it('tells when it could not be recorded what became of a message', async () => {
  const { outbox } = fakeOutbox([edit]);
  const alarms: unknown[] = [];
  const lost = new Error('no database');
  const failing = { ...outbox, sent: () => Promise.reject(lost) };
  const answer = async (): Promise<Delivery> => ({ kind: 'delivered' });
  const chat: Chat = { editCard: answer, sendCard: answer };
  const sender = outboxSender({ outbox: failing, chat, random: Math.random, alarm: (thrown) => alarms.push(thrown) });
  await sender.drain();
  await sender.idle();
  expect(alarms).toEqual([lost]);
});

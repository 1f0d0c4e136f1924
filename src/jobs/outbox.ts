import type { Chat, Delivery, Outbox, OutboxItem } from '../core/chat.ts';

export type OutboxPorts = { outbox: Outbox; chat: Chat };

const lanes = 4;
const firstRetryMs = 2_000;
const longestRetryMs = 5 * 60_000;
/** About a day of retries at the longest interval. */
const mostAttempts = 300;

/** Sends what is due, at most four messages at a time. Returns how many it took up. */
export async function drainOutbox(ports: OutboxPorts): Promise<number> {
  const items = await ports.outbox.claim(lanes);
  await Promise.all(items.map((item) => deliver(ports, item)));
  return items.length;
}

async function deliver({ outbox, chat }: OutboxPorts, item: OutboxItem): Promise<void> {
  const delivery = await speak(chat, item).catch((): Delivery => ({ kind: 'retry' }));
  if (delivery.kind === 'delivered') return outbox.sent(item, delivery.activityId);
  if (delivery.kind !== 'retry') return outbox.bury(item, delivery.why);
  if (item.attempts >= mostAttempts) return outbox.bury(item, 'Teams did not take it for a day.');
  return outbox.retry(item, delivery.afterMs ?? Math.min(firstRetryMs * 2 ** item.attempts, longestRetryMs));
}

function speak(chat: Chat, item: OutboxItem): Promise<Delivery> {
  return item.kind === 'edit' ? chat.editCard(item.card, item.operation) : chat.sendCard(item.card, item.operation);
}

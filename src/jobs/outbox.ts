import type { Chat, Delivery, Outbox, OutboxItem, Postponement } from '../core/chat.ts';
import { dayMs } from '../core/time.ts';

export type OutboxPorts = {
  outbox: Outbox;
  chat: Chat;
  /** 0 to 1, so that those who failed together do not come back together. */
  random(): number;
  /** What became of a message could not be recorded; its lease brings it back. */
  alarm(thrown: unknown): void;
};

export type Sender = {
  /** Takes up what is due, without waiting for the last of it. Whether there may be more. */
  drain(): Promise<boolean>;
  /** Resolves once nothing is on its way. */
  idle(): Promise<void>;
};

type Postponed = Delivery & { kind: 'retry' | 'unknown' };

const lanes = 4;
const firstRetryMs = 2_000;
const longestRetryMs = 5 * 60_000;

/** Sends what is due, at most four messages at a time: a slow one holds up nobody else's. */
export function outboxSender(ports: OutboxPorts): Sender {
  const underWay = new Set<Promise<void>>();

  function start(item: OutboxItem): void {
    const delivery = deliver(ports, item)
      .catch(ports.alarm)
      .finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  }

  return {
    async drain() {
      if (underWay.size === lanes) await Promise.race(underWay);
      const items = await ports.outbox.claim(lanes - underWay.size);
      for (const item of items) start(item);
      return items.length > 0;
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

async function deliver(ports: OutboxPorts, item: OutboxItem): Promise<void> {
  const { outbox, chat } = ports;
  // Rendering failed: nothing has left this machine.
  const delivery = await speak(chat, item).catch((): Delivery => ({ kind: 'retry' }));
  switch (delivery.kind) {
    case 'delivered':
      return outbox.sent(item, delivery.activityId);
    case 'conversationGone':
      return outbox.close(item, delivery.why);
    case 'messageGone':
      return outbox.forget(item);
    case 'failed':
      return outbox.bury(item, delivery.why);
    default:
      if (item.triedForMs >= dayMs) return outbox.bury(item, 'Teams did not take it for a day.');
      return outbox.retry(item, postponed(item, delivery, ports.random()));
  }
}

function speak(chat: Chat, item: OutboxItem): Promise<Delivery> {
  const { operation, mayRepeat } = item;
  return item.kind === 'edit' ? chat.editCard(item.card, operation) : chat.sendCard(item.card, operation, mayRepeat);
}

function postponed({ attempts }: OutboxItem, delivery: Postponed, random: number): Postponement {
  const asked = delivery.kind === 'retry' ? delivery.afterMs : undefined;
  const backOffMs = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
  return {
    afterMs: asked ?? Math.round(backOffMs * (1 - random / 4)),
    pause: asked !== undefined,
    uncertain: delivery.kind === 'unknown',
  };
}

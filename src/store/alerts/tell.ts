import { randomUUID } from 'node:crypto';
import { type Posting, type RoutingFacts, route, type Telling } from '../../core/alerts/route.ts';
import { alertSubject } from '../../core/alerts/subjects.ts';
import type { NewCard } from '../../core/chat.ts';
import type { Executor } from '../database.ts';
import { queueNewCard } from '../outbox-queue.ts';
import { slices } from '../slices.ts';
import { fillDigests } from './fill-digests.ts';

/** Decides who is told, and owes them the messages, inside the caller's transaction. */
export async function tell(tx: Executor, tellings: readonly Telling[], facts: RoutingFacts): Promise<void> {
  const { postings, digests } = route(tellings, facts);
  await rememberPostings(tx, postings, facts.now);
  const cardOf = cardMaker(facts);
  await fillDigests(tx, postings, digests, facts.now, cardOf);
  for (const posting of postings.filter(({ digestId }) => digestId === undefined)) {
    await queueNewCard(tx, { ...cardOf(posting), kind: 'alert', subject: alertSubject(posting.alert.id) });
  }
}

export type CardOf = (posting: Posting) => Omit<NewCard, 'kind' | 'subject'>;

/** In a channel the buttons are nobody's: the server checks each press. A 1:1 chat is its owner's. */
function cardMaker({ places }: RoutingFacts): CardOf {
  const personal = places.filter(({ conversation }) => conversation.type === 'personal');
  const owners = new Map(personal.map(({ subscription }) => [subscription.conversationId, subscription.createdBy.oid]));
  return ({ alert: { organization, connection }, conversationId, basis }) => ({
    ...{ organization, conversationId, basis, connectionId: connection.id },
    askedBy: owners.get(conversationId) ?? '',
  });
}

async function rememberPostings({ db }: Executor, postings: readonly Posting[], posted_at: number): Promise<void> {
  const rows = postings.map(({ conversationId: conversation_id, alert, digestId = null, escalate }) => ({
    ...{ id: randomUUID(), conversation_id, alert_id: alert.id, digest_id: digestId, posted_at },
    ...{ escalate_at: escalate?.at ?? null, escalate_to: escalate?.to ?? null },
  }));
  for (const slice of slices(rows)) await db.insertInto('alert_posts').values(slice).execute();
}

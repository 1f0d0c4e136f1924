import type { NewDigest, Posting } from '../../core/alerts/route.ts';
import { alertDigestSubject } from '../../core/alerts/subjects.ts';
import type { Executor } from '../database.ts';
import { queueEdits, queueNewCard } from '../outbox-queue.ts';
import { slices } from '../slices.ts';
import type { CardOf } from './tell.ts';

/** Opens new digests, each with one message, and puts what is told in a digest on its list. */
export async function fillDigests(
  tx: Executor,
  postings: readonly Posting[],
  digests: readonly NewDigest[],
  now: number,
  cardOf: CardOf,
): Promise<void> {
  const opened = new Set(digests.map(({ id }) => id));
  const listed = postings.flatMap((posting) =>
    posting.digestId === undefined ? [] : [{ ...posting, digestId: posting.digestId }],
  );
  for (const digest of digests) {
    const first = listed.find(({ digestId }) => digestId === digest.id);
    if (first) await openDigest(tx, digest, first, now, cardOf);
  }
  await addItems(tx, listed);
  const counting = [...new Set(listed.map(({ digestId }) => digestId))].filter((id) => !opened.has(id));
  if (counting.length === 0) return;
  await tx.db.updateTable('alert_digests').set({ last_at: now }).where('id', 'in', counting).execute();
  await queueEdits(tx, null, counting.map(alertDigestSubject));
}

async function openDigest(tx: Executor, digest: NewDigest, first: Posting, now: number, cardOf: CardOf): Promise<void> {
  const { id, conversationId: conversation_id, why, opensAt } = digest;
  const { organization } = first.alert;
  const times = { opened_at: now, opens_at: opensAt, last_at: now };
  await tx.db
    .insertInto('alert_digests')
    .values({ id, organization, conversation_id, why, ...times })
    .execute();
  await queueNewCard(tx, { ...cardOf(first), kind: 'alertDigest', subject: alertDigestSubject(id) }, null, opensAt);
}

async function addItems({ db }: Executor, listed: readonly (Posting & { digestId: string })[]): Promise<void> {
  const rows = listed.map(({ digestId, alert }) => ({ digest_id: digestId, alert_id: alert.id }));
  for (const slice of slices(rows)) {
    const items = db.insertInto('alert_digest_items').values(slice);
    await items.onConflict((conflict) => conflict.doNothing()).execute();
  }
}

import type { Claim } from '../../core/journal.ts';
import { refuseInFlight, refuseMismatch } from '../../core/operations/claims.ts';
import type { Operation } from '../../core/operations/operation.ts';
import type { Executor } from '../database.ts';
import type { ClaimRow } from '../tables.ts';
import { find } from './history.ts';

/** Makes the claim stand for the operation; refuses one that stands for another already. */
export async function takeClaim(tx: Executor, claim: Claim | undefined, operation_id: string): Promise<void> {
  if (!claim) return;
  const now = await tx.now();
  const row = { ...claim, operation_id, expires_at: now + tx.claimTtlMs };
  const taken = await tx.db
    .insertInto('claims')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row).where('claims.expires_at', '<=', now))
    .returning('id')
    .executeTakeFirst();
  if (taken) return;
  const standing = await findLive(tx, claim);
  if (standing && standing.operation_id !== operation_id) refuseInFlight(standing.operation_id);
}

export async function findClaimed(db: Executor, organization: string, claim: Claim): Promise<Operation | undefined> {
  const standing = await findLive(db, claim);
  return standing && find(db, organization, standing.operation_id);
}

async function findLive({ db, now }: Executor, { id, fingerprint }: Claim): Promise<ClaimRow | undefined> {
  const live = db
    .selectFrom('claims')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', await now());
  const row = await live.executeTakeFirst();
  if (row && row.fingerprint !== fingerprint) refuseMismatch();
  return row;
}

export async function forgetClaims({ db, now }: Executor): Promise<void> {
  await db
    .deleteFrom('claims')
    .where('expires_at', '<=', await now())
    .execute();
}

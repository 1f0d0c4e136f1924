import type { Claim } from '../../../src/core/journal.ts';
import { refuseInFlight, refuseMismatch } from '../../../src/core/operations/claims.ts';

type Standing = { fingerprint: string; operationId: string; expiresAt: number };

const claimTtlMs = 24 * 60 * 60_000;

/** What each Idempotency-Key stands for; the first request that made one keeps it. */
export function memoryClaims(clock: { now(): number }) {
  const claims = new Map<string, Standing>();

  function standing({ id, fingerprint }: Claim): Standing | undefined {
    const claim = claims.get(id);
    if (!claim || claim.expiresAt <= clock.now()) return undefined;
    return claim.fingerprint === fingerprint ? claim : refuseMismatch();
  }

  return {
    make(claim: Claim | undefined, operationId: string): void {
      const found = claim && standing(claim);
      if (found && found.operationId !== operationId) refuseInFlight(found.operationId);
      if (claim && !found) {
        claims.set(claim.id, { fingerprint: claim.fingerprint, operationId, expiresAt: clock.now() + claimTtlMs });
      }
    },
    find: (claim: Claim): string | undefined => standing(claim)?.operationId,
  };
}

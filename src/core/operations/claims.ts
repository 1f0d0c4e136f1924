import type { Actor } from '../actors.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isRefusal, refuse } from '../errors.ts';
import type { Claim, Via } from '../journal.ts';
import type { Runtime } from '../runtime.ts';
import type { OperationDraftRun } from './drafts.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { OperationStore } from './operation-store.ts';

/** A request that its sender may repeat. */
export type Repeatable = { keyId: string; method: string; path: string; idempotencyKey: string; body: unknown };

export function claimOf({ sha256 }: Pick<Runtime, 'sha256'>, request: Repeatable): Claim {
  const { keyId, method, path, idempotencyKey, body } = request;
  if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
    refuse('invalid_request', 'The Idempotency-Key must be 1 to 255 printable ASCII characters. Send another one.');
  }
  return {
    id: sha256(canonicalJson([keyId, method, path, idempotencyKey])),
    fingerprint: sha256(canonicalJson(body ?? {})),
  };
}

/** Begins what is asked for, unless an earlier request with the same claim did. */
export async function runOnce(
  store: OperationStore,
  { actor, via }: { actor: Actor; via: Via },
  begin: () => Promise<OperationDraftRun>,
): Promise<OperationDraftRun> {
  const earlier = via.claim && (await store.findClaimed(actor.organization, via.claim));
  if (!earlier) return begin();
  return earlier.state === 'ended' ? { draft: earlier, outcome: Promise.resolve(earlier) } : refuseInFlight(earlier.id);
}

/** Whether what a run came to was begun by an earlier request with the claim of this one. */
export function isReplay({ draft }: OperationDraftRun, operation: Operation, via: Via): boolean {
  const joinedItself = operation.id !== draft.id && operation.via.claim?.id === via.claim?.id;
  return via.claim !== undefined && (joinedItself || draft.via.requestId !== via.requestId);
}

/** A request that joined the operation of another one stands for it when it is sent again. */
export async function claimJoined(store: OperationStore, { id, via }: OperationDraft, operation: Operation) {
  if (!via.claim || operation.id === id) return operation;
  try {
    await store.claim(via.claim, operation.id);
  } catch (thrown) {
    // What was done is answered even where it cannot be remembered for a repetition.
    if (isRefusal(thrown) && thrown.refusal !== 'unavailable') throw thrown;
  }
  return operation;
}

export function refuseInFlight(operationId: string): never {
  refuse('in_progress', 'The request with this Idempotency-Key is still under way. Send it again in a second.', {
    operationId,
    retryAfterS: 1,
  });
}

export function refuseMismatch(): never {
  refuse(
    'idempotency_mismatch',
    'This Idempotency-Key was used with another body. Send the same body again, or use a new key for a new request.',
  );
}

import { type Operation, type Step, statusOf } from '../core/operations/operation.ts';
import { timestamp } from './timestamp.ts';

/** What stands beside `data` on every write. */
export function operationSummary(operation: Operation) {
  return { id: operation.id, status: statusOf(operation), steps: operation.steps.map(stepBody) };
}

export function operationBody(operation: Operation) {
  const { verb, target, connection, requestedBy, reason, of, interrupted, begunAt, endedAt, result } = operation;
  return {
    ...operationSummary(operation),
    verb,
    target,
    connectionId: connection.id,
    msTenantId: connection.tenantId,
    requestedBy: { kind: requestedBy.kind, name: requestedBy.name },
    reason: reason ?? null,
    undoes: of ?? null,
    interrupted,
    startedAt: timestamp(begunAt),
    endedAt: timestamp(endedAt),
    result: result ?? null,
  };
}

function stepBody({ name, status, refusal }: Step) {
  return { name, status, ...(refusal ? { reason: refusal.reason } : {}) };
}

import type { Operation, OperationDraft } from '../../core/operations/operation.ts';
import { lockKey } from '../../core/operations/subjects.ts';
import { parse, parseOptional } from '../json.ts';
import { present } from '../present.ts';
import type { OperationRow } from '../tables.ts';

/** The row of an operation that has just been asked for. */
export function newRow(draft: OperationDraft, createdAt: number, expiresAt: number): OperationRow {
  return {
    id: draft.id,
    organization: draft.organization,
    state: 'proposed',
    connection_id: draft.connection.id,
    lock_key: lockKey(draft),
    draft: draftText(draft),
    created_at: createdAt,
    expires_at: expiresAt,
    begun_at: null,
    intent_seq: null,
    cap_key: null,
    ended_at: null,
    before_state: null,
    steps: '[]',
    result: null,
    interrupted: 0,
  };
}

/** Whole operations pass for drafts too; only what was asked for is kept. */
export function draftText(draft: OperationDraft): string {
  const { id, organization, verb, connection, target, requestedBy, via, reason, of, plan, input } = draft;
  const { approval, approvedBy, deniedBy } = draft;
  return JSON.stringify({
    ...{ id, organization, verb, connection, target, requestedBy, via, reason, of, plan, input },
    ...{ approval, approvedBy, deniedBy },
  });
}

export function operationFromRow(row: OperationRow): Operation {
  return {
    ...parse<OperationDraft>(row.draft),
    state: row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    steps: parse(row.steps),
    interrupted: row.interrupted === 1,
    ...present('begunAt', row.begun_at),
    ...present('endedAt', row.ended_at),
    ...present('before', parseOptional<NonNullable<Operation['before']>>(row.before_state)),
    ...present('result', parseOptional<NonNullable<Operation['result']>>(row.result)),
  };
}

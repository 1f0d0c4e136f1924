import { actorId } from '../actors.ts';
import type { JournalEntry, JournalType, Json } from '../journal.ts';
import type { OperationDraft } from './operation.ts';
import type { Ending } from './work.ts';

/** The journal row of one transition of an operation. */
export function operationEntry(
  type: JournalType,
  draft: OperationDraft,
  detail: { readonly [name: string]: Json } = {},
): JournalEntry {
  return {
    type,
    organization: draft.organization,
    actor: draft.requestedBy,
    via: draft.via,
    operationId: draft.id,
    connectionId: draft.connection.id,
    tenantId: draft.connection.tenantId,
    detail: {
      verb: draft.verb,
      target: draft.target,
      ...optional('reason', draft.reason),
      ...optional('of', draft.of),
      ...optional('approvedBy', draft.approvedBy && actorId(draft.approvedBy)),
      ...detail,
    },
  };
}

/** What the outcome row says of the steps: names and statuses, with Graph's reason where there was one. */
export function endingDetail({ steps, result }: Ending): { readonly [name: string]: Json } {
  return {
    steps: steps.map(({ name, status, refusal }) => ({ name, status, ...optional('why', refusal?.reason) })),
    result: result as unknown as Json,
  };
}

function optional(name: string, value: string | undefined) {
  return value === undefined ? {} : { [name]: value };
}

import { within } from '../core/deadline.ts';
import { refuse } from '../core/errors.ts';
import type { OperationDraftRun } from '../core/operations/drafts.ts';
import type { Operation, TokenPolicyResult } from '../core/operations/operation.ts';
import type { OperationStore } from '../core/operations/operation-store.ts';
import type { Runtime } from '../core/runtime.ts';
import type { HttpResponse } from '../http/mount.ts';
import { graphError } from './graph-refusals.ts';
import { errorResponse, type ODataError } from './odata-error.ts';

export type WritePorts = { store: OperationStore; runtime: Runtime; restDeadlineMs: number };

type Accepted = (result: TokenPolicyResult) => HttpResponse | undefined;

/**
 * The answer to a change. Accepted by Graph is accepted, also while the directory does not show it yet; refused by
 * Graph is Graph's refusal; what nobody knows names the operation.
 */
export async function writeAnswer(
  ports: WritePorts,
  { draft, outcome }: OperationDraftRun,
  requestId: string,
  accepted: Accepted,
): Promise<HttpResponse> {
  const operation = (await within(ports.runtime, ports.restDeadlineMs, outcome)) ?? (await underWay(ports, draft));
  const response = answerTo(operation, accepted) ?? errorResponse(whyNot(operation), requestId);
  return { ...response, headers: { ...response.headers, 'x-operation-id': operation.id } };
}

async function underWay({ store }: WritePorts, { organization, id }: Operation | OperationDraftRun['draft']) {
  return (await store.find(organization, id)) ?? refuse('in_progress', 'Another change of this is still under way.');
}

function answerTo({ state, result }: Operation, accepted: Accepted): HttpResponse | undefined {
  if (state !== 'ended' || result?.kind !== 'tokenPolicy') return undefined;
  return result.applied || result.verified ? accepted(result) : undefined;
}

function whyNot({ id, state, steps }: Operation): ODataError {
  const refusal = steps.find(({ status }) => status === 'failed')?.refusal;
  if (state === 'ended' && refusal) return graphError(refusal);
  return {
    status: 502,
    code: 'Service_InternalServerError',
    message: `Microsoft Graph has not said whether the change took effect. Look before you repeat it; the operation is ${id}.`,
  };
}

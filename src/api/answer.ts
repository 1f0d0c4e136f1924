import { isReplay, runOnce } from '../core/operations/claims.ts';
import type { HttpResponse } from '../http/mount.ts';
import { awaitOutcome, type OutcomePorts } from './await-outcome.ts';
import { operationSummary } from './operation-body.ts';
import type { ApiRoute, Call } from './route.ts';

/** The success of a row. A write with an Idempotency-Key acts once, however often it is sent. */
export async function answerCall(ports: OutcomePorts, row: ApiRoute, call: Call<unknown>): Promise<HttpResponse> {
  if ('read' in row) return { status: 200, body: { success: true, data: await row.read(call) } };
  const run = await runOnce(ports.store, call, () => row.write(call));
  const operation = await awaitOutcome(ports, run);
  const body = { success: true, data: row.data(operation, call.input), operation: operationSummary(operation) };
  return { status: 200, body, ...(isReplay(run, operation, call.via) && { headers: replayed }) };
}

const replayed = { 'idempotent-replayed': 'true' };

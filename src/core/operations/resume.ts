import { requireConnection } from '../connections.ts';
import { isRefusal } from '../errors.ts';
import type { EnginePorts } from './engine.ts';
import type { Operation } from './operation.ts';
import type { Interrupted, Lock } from './operation-store.ts';
import { authorizeNow, holding, requireApproval } from './perform.ts';
import type { Ending } from './work.ts';

/** An intent older than this is not acted on any more: a person decides. */
const freshMs = 5 * 60_000;

/**
 * Sends the writes that a stop of the process prevented, while the intent is fresh and everything that allowed them
 * still does. Otherwise the ending stays what reading made of it.
 */
export async function resumed(ports: EnginePorts, interrupted: Interrupted, ending: Ending): Promise<Ending> {
  const missing = ending.steps.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (interrupted.ageMs > freshMs || missing.length === 0) return ending;
  const further: Lock[] = [];
  try {
    return (await sendMissing(ports, interrupted.operation, ending, missing, further)) ?? ending;
  } catch (thrown) {
    if (isRefusal(thrown)) return ending;
    throw thrown;
  } finally {
    await Promise.allSettled(further.map((one) => ports.store.unlock(one)));
  }
}

async function sendMissing(
  ports: EnginePorts,
  operation: Operation,
  { steps }: Ending,
  missing: readonly string[],
  further: Lock[],
): Promise<Ending | undefined> {
  const { requestedBy, before = {}, connection } = operation;
  const work = await ports.works[operation.verb].plan(operation);
  if (!work.resumes) return undefined;
  await authorizeNow(ports, { draft: operation, from: 'nothing', actor: requestedBy });
  const found = await requireConnection(ports.connections, requestedBy, connection.id);
  const prepared = await work.prepare(found, holding(ports, operation, further));
  if (!prepared.write) return undefined;
  await requireApproval(ports, operation, prepared.approval);
  const sent = await work.act(found, before, missing);
  const all = steps.map((step) => sent.find(({ name }) => name === step.name) ?? step);
  return work.check(found, before, all, 'usual');
}

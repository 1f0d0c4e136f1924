import type { EnginePorts } from './engine.ts';
import { keepingLease } from './lease.ts';
import type { Operation, Step } from './operation.ts';
import type { Lock } from './operation-store.ts';
import { settleForSure } from './settling.ts';
import type { Ending } from './work.ts';

const nextLookMs = 5_000;

/**
 * Settles operations whose process stopped between intent and outcome. It waits `settleMs` after the intent, until
 * no write of ours can still be on its way. One that cannot be settled does not keep the others: its lease runs out,
 * the next call takes it again, and this one fails once the others have ended.
 */
export async function reconcileInterrupted(ports: EnginePorts, settleMs: number): Promise<readonly Operation[]> {
  const taken = await ports.store.takeOverInterrupted(settleMs);
  const settling = taken.map(({ operation, lock }) => settleByReading(ports, operation, lock));
  await Promise.allSettled(settling);
  return Promise.all(settling);
}

async function settleByReading(ports: EnginePorts, operation: Operation, lock: Lock): Promise<Operation> {
  const ending = await keepingLease(ports, lock, lookUntilSure(ports, operation));
  return settleForSure(ports, operation, lock, ending, true);
}

/** An old value is believed only when it was read twice in a row. */
async function lookUntilSure(ports: EnginePorts, operation: Operation): Promise<Ending> {
  const first = await look(ports, operation);
  if (happened(first)) return first;
  const second = await lookLater(ports, operation);
  return isUnread(first) && !isUnread(second) && !happened(second) ? lookLater(ports, operation) : second;
}

async function lookLater(ports: EnginePorts, operation: Operation): Promise<Ending> {
  await ports.runtime.sleep(nextLookMs);
  return look(ports, operation);
}

async function look({ connections, works }: EnginePorts, operation: Operation): Promise<Ending> {
  const { organization, connection, before = {}, verb } = operation;
  const unsure: readonly Step[] = [{ name: 'write', status: 'unknown' }];
  const found = (await connections.list(organization)).find(({ id }) => id === connection.id);
  const work = await works[verb].plan(operation);
  return work.check(found, before, unsure, 'final');
}

function happened({ steps }: Ending): boolean {
  return steps.every(({ status }) => status === 'ok');
}

function isUnread({ steps }: Ending): boolean {
  return steps.some(({ status }) => status === 'unknown');
}

import type { EnginePorts } from './engine.ts';
import { keepingLease } from './lease.ts';
import { operatorsCards } from './notices.ts';
import type { Operation, Step } from './operation.ts';
import type { Interrupted } from './operation-store.ts';
import { resumed } from './resume.ts';
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
  const settling = taken.map((interrupted) => conclude(ports, interrupted));
  await Promise.allSettled(settling);
  return Promise.all(settling);
}

/** What did not come to its end is told to the operators, so that a person decides. */
async function conclude(ports: EnginePorts, interrupted: Interrupted): Promise<Operation> {
  const { operation, lock } = interrupted;
  const ending = await keepingLease(ports, lock, settleByReading(ports, interrupted));
  const sends = happened(ending) ? [] : await operatorsCards(ports.conversations, operation);
  return settleForSure(ports, operation, lock, { ...ending, interrupted: true, sends });
}

async function settleByReading(ports: EnginePorts, interrupted: Interrupted): Promise<Ending> {
  const ending = await lookUntilSure(ports, interrupted.operation);
  return happened(ending) ? ending : resumed(ports, interrupted, ending);
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
  const found = await connections.find(organization, connection.id);
  const work = await works[verb].plan(operation);
  const { writes = ['write'] } = work;
  const unsure = writes.map((name): Step => ({ name, status: 'unknown' }));
  return work.check(found, before, unsure, 'final');
}

function happened({ steps }: Ending): boolean {
  return steps.every(({ status }) => status === 'ok');
}

function isUnread({ steps }: Ending): boolean {
  return steps.some(({ status }) => status === 'unknown');
}

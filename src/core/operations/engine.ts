import type { Authorize } from '../access.ts';
import type { Actor } from '../actors.ts';
import { type Connection, type Connections, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Runtime } from '../runtime.ts';
import { operationEntry } from './entries.ts';
import { keepingLease, releasingOnFailure } from './lease.ts';
import { lockKey, type Operation, type OperationDraft } from './operation.ts';
import type { BeginProblem, Intent, Lock, LockAnswer, OperationStore } from './operation-store.ts';
import { settle, settleForSure } from './settling.ts';
import { type Ending, gateOf, type PlannedWork, type Works } from './work.ts';

export type EnginePorts = {
  store: OperationStore;
  connections: Connections;
  authorize: Authorize;
  works: Works;
  runtime: Runtime;
};

export type Request = { draft: OperationDraft; from: Intent['from']; actor: Actor };

export type Engine = {
  /**
   * Runs an operation to its durable outcome. The same verb already running on the same target is joined, or waited
   * for by verbs that queue. It goes on when the caller stops waiting.
   */
  run(request: Request): Promise<Operation>;
  /** Operations this process is working on, those that joined another included. */
  inFlight(): number;
  /** Resolves when none is left. */
  idle(): Promise<void>;
};

const pollMs = 250;
const joinLimitMs = 60_000;
/** Short enough that whoever asked is still there when it begins. */
const queueLimitMs = 15_000;

/** The only caller of the writing ports: authorize, lock, re-check, intent, act, verify, outcome. */
export function operationEngine(ports: EnginePorts): Engine {
  const running = new Map<string, { draft: OperationDraft; outcome: Promise<Operation> }>();

  async function run(request: Request): Promise<Operation> {
    await authorizeNow(ports, request);
    return running.get(request.draft.id)?.outcome ?? start(request);
  }

  /** Entered before the lock is asked for, so that a second press of the same operation cannot start it again. */
  function start(request: Request): Promise<Operation> {
    const { draft } = request;
    const deadline = ports.runtime.now() + (queues(draft) ? queueLimitMs : joinLimitMs);
    const outcome = lockAndPerform(request, deadline).finally(() => running.delete(draft.id));
    running.set(draft.id, { draft, outcome });
    return outcome;
  }

  async function lockAndPerform(request: Request, deadline: number): Promise<Operation> {
    const { draft } = request;
    const holder = { operationId: draft.id, verb: draft.verb, organization: draft.organization };
    const answer = await ports.store.lock(lockKey(draft), holder);
    if (answer.got) return perform(ports, request, answer);
    if (ports.runtime.now() > deadline) refuseBusy(answer.operationId);
    return queues(draft) ? waitForTurn(request, deadline) : join(request, answer, deadline);
  }

  function queues({ verb }: OperationDraft): boolean {
    return ports.works[verb].contend === 'queue';
  }

  async function waitForTurn(request: Request, deadline: number): Promise<Operation> {
    await ports.runtime.sleep(pollMs);
    return lockAndPerform(request, deadline);
  }

  async function join(request: Request, holder: LockAnswer & { got: false }, deadline: number): Promise<Operation> {
    const { draft } = request;
    if (holder.verb !== draft.verb) refuseBusy(holder.operationId);
    const here = otherHere(draft, holder.operationId);
    if (here) return here.outcome;
    await ports.runtime.sleep(pollMs);
    return (await endedElsewhere(draft, holder.operationId)) ?? lockAndPerform(request, deadline);
  }

  /** Never the operation itself: when another process holds the lock for it, its entry here is the one that waits. */
  function otherHere(draft: OperationDraft, id: string) {
    const here = running.get(id);
    return here && id !== draft.id && asksTheSame(here.draft, draft) ? here : undefined;
  }

  async function endedElsewhere(draft: OperationDraft, id: string): Promise<Operation | undefined> {
    const operation = await ports.store.find(draft.organization, id);
    return operation?.state === 'ended' && asksTheSame(operation, draft) ? operation : undefined;
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.allSettled([...running.values()].map(({ outcome }) => outcome));
  }

  return { run, inFlight: () => running.size, idle };
}

/** Two organizations may have connected the same tenant, and undoing this is not undoing that: they take turns. */
function asksTheSame(one: OperationDraft, other: OperationDraft): boolean {
  return one.organization === other.organization && one.of === other.of;
}

/** Under the lock, from the second authorization to the durable outcome. */
async function perform(ports: EnginePorts, request: Request, lock: Lock): Promise<Operation> {
  const intended = await releasingOnFailure(ports, lock, () => intend(ports, request, lock));
  if ('operation' in intended) return intended.operation;
  const ending = await keepingLease(ports, lock, carryOut(intended));
  return settleForSure(ports, request.draft, lock, ending, false);
}

type Intended = { operation: Operation } | { work: PlannedWork; connection: Connection; before: GraphDocument };

async function intend(ports: EnginePorts, request: Request, lock: Lock): Promise<Intended> {
  const { draft, from } = request;
  await authorizeNow(ports, request);
  const connection = await requireConnection(ports.connections, draft.requestedBy, draft.connection.id);
  const work = await ports.works[draft.verb].plan(draft);
  const prepared = await work.prepare(connection);
  if (!prepared.write) return { operation: await settle(ports, draft, lock, prepared, false) };
  const entry = operationEntry('intent', draft);
  const begun = await ports.store.begin({ draft, lock, before: prepared.before, from, entry });
  if (typeof begun === 'string') return { operation: await notBegun(ports, draft, lock, begun) };
  return { work, connection, before: prepared.before };
}

/** A press that lost the race against an earlier one of the same button gets the outcome of that one. */
async function notBegun({ store }: EnginePorts, draft: OperationDraft, lock: Lock, problem: BeginProblem) {
  if (problem === 'expired') refuse('precondition_failed', 'This confirmation ran out. Start again.');
  if (problem === 'lock_lost') refuseBusy(draft.id);
  const operation = await store.find(draft.organization, draft.id);
  if (operation?.state !== 'ended') refuse('precondition_failed', 'This confirmation was cancelled. Start again.');
  await store.unlock(lock);
  return operation;
}

async function carryOut({ work, connection, before }: Exclude<Intended, { operation: Operation }>): Promise<Ending> {
  const steps = await work.act(connection, before);
  return work.check(connection, before, steps, 'usual');
}

function authorizeNow({ authorize, works }: EnginePorts, { draft, actor }: Request): Promise<void> {
  return authorize(actor, gateOf(works, draft), draft.via, draft.connection.id);
}

function refuseBusy(operationId: string): never {
  refuse('in_progress', `Another change to this is under way (${operationId}). Try again when it has ended.`, {
    operationId,
  });
}

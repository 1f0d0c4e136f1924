import type { Authorize } from '../access.ts';
import { type Actor, actorId } from '../actors.ts';
import type { Conversations } from '../chat.ts';
import type { Connections } from '../connections.ts';
import type { Runtime } from '../runtime.ts';
import type { ApprovalRules } from './approval-rules.ts';
import { claimJoined } from './claims.ts';
import { waitElsewhere } from './elsewhere.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { Intent, LockAnswer, OperationStore } from './operation-store.ts';
import { authorizeNow, holderOf, perform, refuseBusy } from './perform.ts';
import type { SettlingPorts } from './settling.ts';
import { lockKey } from './subjects.ts';
import type { Works } from './work.ts';

export type EnginePorts = {
  store: OperationStore;
  connections: Connections;
  authorize: Authorize;
  works: Works;
  approvals: ApprovalRules;
  conversations: Pick<Conversations, 'findOperators'>;
  runtime: Runtime;
} & Pick<SettlingPorts, 'onUnsettled'>;

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

type Running = Map<string, { draft: OperationDraft; outcome: Promise<Operation> }>;

/** The only caller of the writing ports: authorize, lock, re-check, intent, act, verify, outcome. */
export function operationEngine(ports: EnginePorts): Engine {
  const running: Running = new Map();
  const elsewhere = waitElsewhere(ports.store, ports.runtime, joinLimitMs);

  async function run(request: Request): Promise<Operation> {
    await authorizeNow(ports, request);
    return running.get(request.draft.id)?.outcome ?? start(request);
  }

  /** Entered before the lock is asked for, so that a second press of the same operation cannot start it again. */
  function start(request: Request): Promise<Operation> {
    const { draft } = request;
    const deadline = ports.runtime.now() + (queues(ports, draft) ? queueLimitMs : joinLimitMs);
    const outcome = lockAndPerform(request, deadline)
      .then((operation) => claimJoined(ports.store, draft, operation))
      .finally(() => running.delete(draft.id));
    running.set(draft.id, { draft, outcome });
    return outcome;
  }

  async function lockAndPerform(request: Request, deadline: number): Promise<Operation> {
    const { draft } = request;
    const answer = await ports.store.lock(lockKey(draft), holderOf(draft));
    if (answer.got) return perform(ports, request, answer);
    if (ports.runtime.now() > deadline) refuseBusy(answer.operationId);
    if (!queues(ports, draft)) return join(request, answer, deadline);
    await ports.runtime.sleep(pollMs);
    return lockAndPerform(request, deadline);
  }

  async function join(request: Request, holder: LockAnswer & { got: false }, deadline: number): Promise<Operation> {
    const { draft } = request;
    if (holder.verb !== draft.verb) refuseBusy(holder.operationId);
    const here = otherHere(running, draft, holder.operationId);
    if (here) return here.outcome.catch(orElse(request, here.draft, () => lockAndPerform(request, deadline)));
    const there = await elsewhere(draft.organization, holder.operationId);
    return there?.state === 'ended' && asksTheSame(there, draft) ? there : lockAndPerform(request, deadline);
  }

  return { run, inFlight: () => running.size, idle: () => untilEmpty(running) };
}

async function untilEmpty(running: Running): Promise<void> {
  while (running.size > 0) await Promise.allSettled([...running.values()].map(({ outcome }) => outcome));
}

function queues({ works }: EnginePorts, { verb }: OperationDraft): boolean {
  return works[verb].contend === 'queue';
}

/** Never the operation itself: when another process holds the lock for it, its entry here is the one that waits. */
function otherHere(running: Running, draft: OperationDraft, id: string) {
  const here = running.get(id);
  return here && id !== draft.id && asksTheSame(here.draft, draft) ? here : undefined;
}

/** What refused one person may not refuse another: a refusal is shared only with the same one. */
function orElse({ actor }: Request, { requestedBy }: OperationDraft, onItsOwn: () => Promise<Operation>) {
  return (thrown: unknown) => {
    if (actorId(requestedBy) === actorId(actor)) throw thrown;
    return onItsOwn();
  };
}

/** Two organizations may have connected the same tenant, and undoing this is not undoing that: they take turns. */
function asksTheSame(one: OperationDraft, other: OperationDraft): boolean {
  return one.organization === other.organization && one.of === other.of && sameInput(one.input, other.input);
}

function sameInput(one: OperationDraft['input'], other: OperationDraft['input']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

import { gates } from '../access.ts';
import { type Connection, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphDocument } from '../policies/compare.ts';
import { blastCap, isApproved, refuseCapped, refuseUnapproved, whyApproval } from './approval-rules.ts';
import type { EnginePorts, Request } from './engine.ts';
import { operationEntry } from './entries.ts';
import { keepingLease, releasingOnFailure } from './lease.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { BeginProblem, Lock } from './operation-store.ts';
import { settle, settleForSure } from './settling.ts';
import { refuseCancelled, refuseExpired } from './withdrawn.ts';
import { type Ending, gateOf, type Hold, type PlannedWork } from './work.ts';

/** Under the lock, from the second authorization to the durable outcome. */
export async function perform(ports: EnginePorts, request: Request, lock: Lock): Promise<Operation> {
  const further: Lock[] = [];
  try {
    const intended = await releasingOnFailure(ports, lock, () => intend(ports, request, lock, further));
    if ('operation' in intended) return intended.operation;
    const ending = await keepingLease(ports, lock, carryOut(intended));
    return await settleForSure(ports, request.draft, lock, { ...ending, interrupted: false });
  } finally {
    await Promise.allSettled(further.map((one) => ports.store.unlock(one)));
  }
}

type Intended = { operation: Operation } | { work: PlannedWork; connection: Connection; before: GraphDocument };

async function intend(ports: EnginePorts, request: Request, lock: Lock, further: Lock[]): Promise<Intended> {
  const { draft, from } = request;
  await authorizeNow(ports, request);
  const connection = await requireConnection(ports.connections, draft.requestedBy, draft.connection.id);
  const work = await ports.works[draft.verb].plan(draft);
  const prepared = await work.prepare(connection, holding(ports, draft, further));
  if (!prepared.write) return { operation: await settle(ports, draft, lock, { ...prepared, interrupted: false }) };
  await requireApproval(ports, draft, prepared.approval);
  const { before } = prepared;
  const cap = ports.works[draft.verb].capped ? await blastCap(ports.approvals, draft) : undefined;
  const entry = operationEntry('intent', draft);
  const begun = await ports.store.begin({ draft, lock, further, before, from, entry, ...(cap && { cap }) });
  if (typeof begun === 'string') return { operation: await notBegun(ports, draft, lock, begun) };
  return { work, connection, before };
}

/** The right of one person is not enough for some targets and verbs. */
export async function requireApproval({ approvals }: EnginePorts, draft: OperationDraft, why?: string): Promise<void> {
  const reason = why ?? whyApproval(approvals, draft);
  if (reason !== undefined && !(await isApproved(approvals, draft))) refuseUnapproved(draft, reason);
}

/** Takes further leases for as long as the operation runs: its intent keeps them, whatever becomes of this process. */
export function holding({ store }: Pick<EnginePorts, 'store'>, draft: OperationDraft, further: Lock[]): Hold {
  return async (name) => {
    const answer = await store.lock(`${draft.connection.tenantId}/${name}`, holderOf(draft));
    if (answer.got) further.push({ key: answer.key, fence: answer.fence });
    else if (answer.operationId !== draft.id) refuseBusy(answer.operationId);
  };
}

/** A press that lost the race against an earlier one of the same button gets the outcome of that one. */
async function notBegun({ store, approvals }: EnginePorts, draft: OperationDraft, lock: Lock, problem: BeginProblem) {
  if (problem === 'expired') refuseExpired(draft);
  if (problem === 'lock_lost') refuseBusy(draft.id);
  if (problem === 'capped') refuseCapped(approvals, draft);
  const operation = await store.find(draft.organization, draft.id);
  if (operation?.state !== 'ended') refuseCancelled(draft);
  await store.unlock(lock);
  return operation;
}

async function carryOut({ work, connection, before }: Exclude<Intended, { operation: Operation }>): Promise<Ending> {
  const steps = await work.act(connection, before);
  return work.check(connection, before, steps, 'usual');
}

/** An approved operation takes the rights of two people, both looked up now. */
export async function authorizeNow({ authorize, works }: EnginePorts, { draft, actor }: Request): Promise<void> {
  const { via, connection, approvedBy } = draft;
  await authorize(actor, gateOf(works, draft), via, connection.id);
  if (approvedBy) await authorize(approvedBy, gates.approve, via, connection.id);
}

export function holderOf({ id, verb, organization }: OperationDraft) {
  return { operationId: id, verb, organization };
}

export function refuseBusy(operationId: string): never {
  refuse('in_progress', `Another change to this is under way (${operationId}). Try again when it has ended.`, {
    operationId,
  });
}

import type { DueItem, DueTable } from '../due.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import type { Engine } from '../operations/engine.ts';
import { type Operation, type OperationDraft, statusOf } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { isPolicyUndoable } from '../policies/policy-undo.ts';
import { policyTarget, requirePolicy } from '../policies/require-policy.ts';
import { chosenItems, type Plan, type PlanItem, type PlanItemEnd, type Plans, planEntry, planKind } from './plan.ts';

export type RunPorts = { plans: Plans; due: DueTable; engine: Engine; store: Pick<OperationStore, 'find'> };

/** Should it be too short once, the second instance finds the operation under way and waits for it. */
const leaseMs = 30_000;
const atOnce = 2;
const lookAgainMs = 2_000;
const mostTries = 3;

/** What may be better in a moment. */
const passing: readonly string[] = ['throttled', 'graph_failed', 'in_progress', 'unavailable', 'journal_unavailable'];

/** Takes every plan that is due one setting further. Returns how many there were. */
export async function runDuePlans(ports: RunPorts): Promise<number> {
  const items = await ports.due.claim(planKind, atOnce, leaseMs);
  await Promise.all(items.map((item) => advance(ports, item)));
  return items.length;
}

async function advance(ports: RunPorts, due: DueItem): Promise<void> {
  const [organization = '', id = ''] = due.key.split('/');
  const plan = await ports.plans.find(organization, id);
  if (plan?.state !== 'running') return ports.due.remove(due.kind, due.key);
  const next = chosenItems(plan).find(({ end }) => end === undefined);
  if (!next || plan.stoppedBy !== undefined) return endPlan(ports, plan);
  const end = await carryOut(ports, plan, next).catch((thrown: unknown) => failure(thrown, next, due));
  if (end) await record(ports, plan, next, end);
  await ports.due.finish(due, end ? 0 : lookAgainMs, end === undefined);
}

async function endPlan({ plans }: RunPorts, { organization, id }: Plan): Promise<void> {
  await plans.change(organization, id, (plan) => {
    const results = chosenItems(plan).map(({ policyKey, end }) => ({ policyKey, status: end?.status ?? 'notBegun' }));
    return { changed: { state: 'ended' }, entry: planEntry(plan, { change: 'ended', results }), due: 'remove' };
  });
}

async function record({ plans }: RunPorts, { organization, id }: Plan, done: PlanItem, end: PlanItemEnd) {
  await plans.change(organization, id, ({ items }) => ({
    changed: { items: items.map((item) => (item.policyKey === done.policyKey ? { ...item, end } : item)) },
  }));
}

/** Undefined while an operation that a stop of the process left is still being settled. */
async function carryOut({ store, engine }: RunPorts, plan: Plan, item: PlanItem): Promise<PlanItemEnd | undefined> {
  const begun = await store.find(plan.organization, item.operationId);
  if (begun?.state === 'ended') return endOf(begun);
  if (begun) return undefined;
  return endOf(await engine.run({ draft: draftOf(plan, item), from: 'nothing', actor: plan.requestedBy }));
}

function draftOf({ id, organization, connection, requestedBy, via }: Plan, item: PlanItem): OperationDraft {
  const target = policyTarget(requirePolicy(item.policyKey));
  return {
    id: item.operationId,
    organization,
    verb: 'harden',
    connection,
    target,
    requestedBy,
    via,
    reason: `Part of ${id}`,
    plan: id,
  };
}

function endOf(operation: Operation): PlanItemEnd {
  const { id: operationId, result } = operation;
  const why = result?.refused;
  const end = { operationId, status: statusOf(operation), undoable: isPolicyUndoable(operation) };
  return why === undefined ? end : { ...end, status: 'failed', why };
}

/** The others go on, whatever one of them ran into. */
function failure(thrown: unknown, { operationId }: PlanItem, { fails }: DueItem): PlanItemEnd | undefined {
  const told = isRefusal(thrown) ? thrown : undefined;
  if (fails < mostTries && (!told || isPassing(told))) return undefined;
  const why = told?.message ?? 'Something went wrong before anything was written. Try again.';
  return { operationId, status: 'failed', undoable: false, why };
}

function isPassing({ refusal }: Refusal): boolean {
  return passing.includes(refusal);
}

import type { Gate } from '../access.ts';
import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import type { OperationDraft } from '../operations/operation.ts';
import { done, skipped, stepOf } from '../operations/steps.ts';
import type { Ending, PlannedWork, Preparation, Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { refuseUnread } from '../unread.ts';
import type { GraphDocument } from './compare.ts';
import type { PolicyEntry, PolicyValue } from './entry.ts';
import { type Judgement, judge } from './judge.ts';
import { objectsIn } from './objects.ts';
import { checkPolicy, emptyResult } from './policy-check.ts';
import type { PolicyChange, PolicyPort } from './policy-port.ts';

/** One setting to be given one value. */
export type PolicyPlan = {
  entry: PolicyEntry;
  change: PolicyChange;
  to: PolicyValue;
  /** Whether a document is as we want it, or as good: all of it, or one object by its id. */
  reached(document: GraphDocument, id?: string): boolean;
  /** Refuses when the change would be wrong now. */
  guard(connection: Connection, current: GraphDocument): Promise<void>;
};

export type PlanPolicy = (draft: OperationDraft) => Promise<PolicyPlan>;

/** Reads, writes and verifies one setting, for whatever `plan` says it should become. */
export function policyWork(gate: Gate, policies: PolicyPort, runtime: Runtime, plan: PlanPolicy): Work {
  return { gate, plan: async (draft) => plannedWork(policies, runtime, await plan(draft)) };
}

function plannedWork(policies: PolicyPort, runtime: Runtime, plan: PolicyPlan): PlannedWork {
  return {
    prepare: (connection) => prepare(policies, connection, plan),
    act: async (connection, before) =>
      (await policies.write(connection, plan.entry, plan.change, before)).map(({ step, outcome }) =>
        stepOf(step, outcome),
      ),
    check: (connection, before, steps, patience) =>
      checkPolicy({ policies, runtime, connection, plan }, before, steps, patience),
  };
}

async function prepare(policies: PolicyPort, connection: Connection, plan: PolicyPlan): Promise<Preparation> {
  const reading = await policies.read(connection, plan.entry);
  if (reading.status !== 'ok') return { write: false, ...unreadable(plan, reading.refusal) };
  const { value } = requireJudged(plan.entry, reading.value);
  if (plan.reached(reading.value)) return { write: false, ...nothingToDo(plan, value) };
  requireWritable(plan.entry, reading.value);
  await plan.guard(connection, reading.value);
  return { write: true, before: reading.value };
}

/** No before-state, no write. What consent or a licence could change is a result; what only time can is a refusal. */
function unreadable(plan: PolicyPlan, refusal: GraphRefusal): Ending {
  if (refusal.status === 'error') refuseUnread(refusal);
  const result = { ...emptyResult(plan, null), needsReconsent: refusal.needsReconsent };
  return { steps: [{ name: 'read', status: 'failed', refusal }, skipped('write'), skipped('verify')], result };
}

/** Where the setting stands; a document that does not say is not one to act on. */
export function requireJudged(entry: PolicyEntry, document: GraphDocument): Judgement {
  return judge(entry, document) ?? refuseUnread(badResponse);
}

/** There has to be something to write, and everything that Graph wants sent along with it. */
export function requireWritable(entry: PolicyEntry, document: GraphDocument): void {
  const { strategy, title, notApplicable = 'there is nothing to set' } = entry;
  if (strategy.kind === 'put' && strategy.properties.some((name) => document[name] === undefined)) {
    refuseUnread(badResponse);
  }
  if (objectsIn(entry, document)?.length !== 0) return;
  refuse('precondition_failed', `${title} does not apply to this tenant: ${notApplicable}. Nothing was changed.`);
}

const badResponse: GraphRefusal = { status: 'error', reason: 'badResponse', needsReconsent: false };

function nothingToDo(plan: PolicyPlan, current: PolicyValue): Ending {
  const result = { ...emptyResult(plan, current), verified: true, now: current };
  return { steps: [skipped('write'), done('verify')], result };
}

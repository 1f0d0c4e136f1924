import type { Gate } from '../access.ts';
import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphRefusal, Reading, WriteOutcome } from '../graph-answers.ts';
import type { OperationDraft, PolicyResult, Step, StepStatus } from '../operations/operation.ts';
import { reread } from '../operations/reread.ts';
import type { Ending, Patience, PlannedWork, Preparation, Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { type GraphDocument, valueIn } from './compare.ts';
import type { PolicyEntry, PolicyValue } from './entry.ts';
import type { PolicyChange, PolicyPort } from './policy-port.ts';

/** One setting to be given one value. */
export type PolicyPlan = {
  entry: PolicyEntry;
  change: PolicyChange;
  to: PolicyValue;
  /** Whether a value is what we want, or as good. */
  reached(value: PolicyValue): boolean;
  /** Refuses when the change would be wrong now. */
  guard(connection: Connection, current: PolicyValue): Promise<void>;
};

export type PlanPolicy = (draft: OperationDraft) => Promise<PolicyPlan>;

/** Reads, writes and verifies one setting, for whatever `plan` says it should become. */
export function policyWork(gate: Gate, policies: PolicyPort, runtime: Runtime, plan: PlanPolicy): Work {
  return { gate, plan: async (draft) => plannedWork(policies, runtime, await plan(draft)) };
}

function plannedWork(policies: PolicyPort, runtime: Runtime, plan: PolicyPlan): PlannedWork {
  return {
    prepare: (connection) => prepare(policies, connection, plan),
    act: async (connection) => [stepOf(await policies.write(connection, plan.entry, plan.change))],
    check: (connection, before, steps, patience) =>
      check({ policies, runtime, connection, plan }, before, steps, patience),
  };
}

async function prepare(policies: PolicyPort, connection: Connection, plan: PolicyPlan): Promise<Preparation> {
  const reading = await policies.read(connection, plan.entry);
  if (reading.status !== 'ok') return { write: false, ...unreadable(plan, reading.refusal) };
  const current = requireValue(plan.entry, reading.value);
  if (plan.reached(current)) return { write: false, ...nothingToDo(plan, current) };
  await plan.guard(connection, current);
  return { write: true, before: reading.value };
}

/** No before-state, no write. What consent or a licence could change is a result; what only time can is a refusal. */
function unreadable(plan: PolicyPlan, refusal: GraphRefusal): Ending {
  if (refusal.status === 'error') refuseUnread(refusal);
  const result = { ...emptyResult(plan, null), needsReconsent: refusal.needsReconsent };
  return { steps: [{ name: 'read', status: 'failed', refusal }, skipped('write'), skipped('verify')], result };
}

/** The value as Graph gave it; a document without it is not one to act on. */
export function requireValue(entry: PolicyEntry, document: GraphDocument): PolicyValue {
  const value = valueIn(entry, document);
  return value === undefined ? refuseUnread({ status: 'error', reason: 'badResponse', needsReconsent: false }) : value;
}

/** `connection`: what was read through it, so that a face can offer to mend its consent. */
export function refuseUnread(refusal: GraphRefusal, connection?: Connection): never {
  const facts = { graph: refusal, ...(refusal.retryAfterS === undefined ? {} : { retryAfterS: refusal.retryAfterS }) };
  const busy = `Microsoft Graph is busy. Try again in ${refusal.retryAfterS ?? 30} seconds.`;
  if (refusal.status === 'needsConsent') {
    const message = "Bulwark's permission to read this is missing. An admin must grant consent again.";
    refuse('precondition_failed', message, { ...facts, ...(connection && { connectionId: connection.id }) });
  }
  if (refusal.status === 'notLicensed') {
    refuse('precondition_failed', 'This tenant has no licence for this, so there is nothing to change.');
  }
  if (refusal.reason === 'throttled') refuse('throttled', busy, facts);
  refuse('graph_failed', unreadWords[refusal.status], facts);
}

const unreadWords = {
  needsConsent: "Bulwark's permission to read this is missing or has expired. An admin must grant consent again.",
  notLicensed: 'This tenant has no licence for this, so it could not be read. Consent will not help.',
  error: 'Microsoft Graph could not be read, so nothing was changed. Try again in a minute.',
} as const satisfies Record<GraphRefusal['status'], string>;

function nothingToDo(plan: PolicyPlan, current: PolicyValue): Ending {
  const result = { ...emptyResult(plan, current), verified: true, now: current };
  return { steps: [skipped('write'), { name: 'verify', status: 'ok' }], result };
}

function emptyResult({ to }: PolicyPlan, from: PolicyValue): PolicyResult {
  return { kind: 'policy', applied: false, verified: false, needsReconsent: false, from, to };
}

function skipped(name: string): Step {
  return { name, status: 'skipped' };
}

function stepOf(outcome: WriteOutcome): Step {
  const status = { ok: 'ok', refused: 'failed', unknown: 'unknown' } as const satisfies Record<
    WriteOutcome['kind'],
    StepStatus
  >;
  const refusal = outcome.kind === 'ok' ? {} : outcome.refusal && { refusal: outcome.refusal };
  return { name: 'write', status: status[outcome.kind], ...refusal };
}

type Checking = { policies: PolicyPort; runtime: Runtime; connection?: Connection; plan: PolicyPlan };

async function check(
  checking: Checking,
  before: GraphDocument,
  steps: readonly Step[],
  patience: Patience,
): Promise<Ending> {
  const { plan } = checking;
  const result = emptyResult(plan, valueIn(plan.entry, before) ?? null);
  const write = steps.find(({ name }) => name === 'write') ?? skipped('write');
  if (write.status === 'failed') {
    return {
      steps: [write, skipped('verify')],
      result: { ...result, needsReconsent: write.refusal?.needsReconsent ?? false },
    };
  }
  const { policies, runtime, connection } = checking;
  const look = connection ? () => policies.read(connection, plan.entry) : undefined;
  const reading = await reread(runtime, patience, look, (document) => isReached(plan, document));
  return conclude(plan, result, write, reading, patience);
}

function conclude(
  plan: PolicyPlan,
  result: PolicyResult,
  write: Step,
  reading: Reading<GraphDocument>,
  patience: Patience,
): Ending {
  const now = reading.status === 'ok' ? valueIn(plan.entry, reading.value) : undefined;
  if (now === undefined) {
    const refusal = reading.status === 'ok' ? {} : { refusal: reading.refusal };
    const verify: Step = { name: 'verify', status: 'unknown', ...refusal };
    return { steps: [write, verify], result: { ...result, applied: write.status === 'ok' } };
  }
  if (plan.reached(now)) {
    return { steps: [ok('write'), ok('verify')], result: { ...result, applied: true, verified: true, now } };
  }
  const settled: Step = patience === 'final' && write.status === 'unknown' ? { ...write, status: 'failed' } : write;
  return {
    steps: [settled, { name: 'verify', status: 'failed' }],
    result: { ...result, applied: write.status === 'ok', now },
  };
}

function ok(name: string): Step {
  return { name, status: 'ok' };
}

function isReached(plan: PolicyPlan, document: GraphDocument): boolean {
  const value = valueIn(plan.entry, document);
  return value !== undefined && plan.reached(value);
}

import type { Gate } from '../access.ts';
import type { Connection } from '../connections.ts';
import type { GraphRefusal, Reading } from '../graph-answers.ts';
import type { OperationDraft, Step, TokenPolicyResult } from '../operations/operation.ts';
import { reread } from '../operations/reread.ts';
import { done, needsReconsent, skipped } from '../operations/steps.ts';
import type { Ending, Patience, PlannedWork, Preparation, Work } from '../operations/work.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Runtime } from '../runtime.ts';
import { refuseUnread } from '../unread.ts';
import type { TokenPolicy } from './token-policy.ts';

/** What a look at the tenant shows: whether the change is there, and the policy it is about. */
export type Seen = { reached: boolean; policy?: TokenPolicy };

/** The state to put back one day, or that there is nothing to do. */
export type Captured = { before: GraphDocument } | { already: Seen };

/** One change of token policies. */
export type TokenPolicyPlan = {
  /** Reads afresh; refuses when the change would be wrong now. */
  capture(connection: Connection): Promise<Reading<Captured>>;
  /** The writes, each a step of its own. */
  write(connection: Connection, before: GraphDocument): Promise<readonly Step[]>;
  look(connection: Connection, before: GraphDocument): Promise<Reading<Seen>>;
  /** What Graph answered to a creation, for when it cannot be read afterwards. */
  created?(): TokenPolicy | undefined;
};

/** Reads, writes and verifies whatever `plan` says. A second change of the same policy waits for the first. */
export function tokenPolicyWork(
  gate: Gate,
  runtime: Runtime,
  plan: (draft: OperationDraft) => Promise<TokenPolicyPlan>,
): Work {
  return { gate, contend: 'queue', plan: async (draft) => plannedWork(runtime, await plan(draft)) };
}

function plannedWork(runtime: Runtime, plan: TokenPolicyPlan): PlannedWork {
  return {
    prepare: (connection) => prepare(plan, connection),
    act: (connection, before) => plan.write(connection, before),
    check: (connection, before, steps, patience) => check(runtime, plan, connection, before, steps, patience),
  };
}

const nothing = { kind: 'tokenPolicy', applied: false, verified: false, needsReconsent: false } as const;

async function prepare(plan: TokenPolicyPlan, connection: Connection): Promise<Preparation> {
  const captured = await plan.capture(connection);
  if (captured.status !== 'ok') return { write: false, ...unreadable(captured.refusal) };
  if ('before' in captured.value) return { write: true, before: captured.value.before };
  const { policy } = captured.value.already;
  return {
    write: false,
    steps: [skipped('write'), done('verify')],
    result: { ...nothing, verified: true, ...(policy && { policy }) },
  };
}

/** What consent or a licence could change is a result; what only time can is a refusal. */
function unreadable(refusal: GraphRefusal): Ending {
  if (refusal.status === 'error') refuseUnread(refusal);
  const result = { ...nothing, needsReconsent: refusal.needsReconsent };
  return { steps: [{ name: 'read', status: 'failed', refusal }, skipped('write')], result };
}

async function check(
  runtime: Runtime,
  plan: TokenPolicyPlan,
  connection: Connection | undefined,
  before: GraphDocument,
  steps: readonly Step[],
  patience: Patience,
): Promise<Ending> {
  const mayHaveWritten = steps.some(({ status }) => status === 'ok' || status === 'unknown');
  if (!mayHaveWritten) return notWritten(steps);
  const look = connection ? () => plan.look(connection, before) : undefined;
  const reading = await reread(runtime, patience, look, ({ reached }) => reached);
  return conclude(steps, reading, patience, plan.created?.());
}

function notWritten(steps: readonly Step[]): Ending {
  const result = { ...nothing, needsReconsent: needsReconsent(steps) };
  return { steps: [...steps, skipped('verify')], result };
}

function conclude(
  steps: readonly Step[],
  reading: Reading<Seen>,
  patience: Patience,
  created: TokenPolicy | undefined,
): Ending {
  const applied = steps.some(({ status }) => status === 'ok');
  const result: TokenPolicyResult = {
    ...nothing,
    applied,
    needsReconsent: needsReconsent(steps),
    ...(created && { policy: created }),
  };
  if (reading.status !== 'ok') {
    return { steps: [...steps, { name: 'verify', status: 'unknown', refusal: reading.refusal }], result };
  }
  const { reached, policy } = reading.value;
  const seen = { ...result, ...(policy && { policy }) };
  if (!reached) return { steps: [...settled(steps, patience), { name: 'verify', status: 'failed' }], result: seen };
  const took = steps.map((step) => (step.status === 'unknown' ? done(step.name) : step));
  return { steps: [...took, done('verify')], result: { ...seen, applied: true, verified: true } };
}

/** Once nothing of ours is under way any more, what does not show did not happen. */
function settled(steps: readonly Step[], patience: Patience): readonly Step[] {
  if (patience === 'usual') return steps;
  return steps.map((step) => (step.status === 'unknown' ? { ...step, status: 'failed' } : step));
}

/** A reading carried on into the next one; a refusal ends it. */
export async function whenRead<T, U>(
  reading: Reading<T>,
  next: (value: T) => Promise<Reading<U>> | Reading<U>,
): Promise<Reading<U>> {
  return reading.status === 'ok' ? next(reading.value) : reading;
}

export function read<T>(value: T): Reading<T> {
  return { status: 'ok', value };
}

export function capture(before: GraphDocument): Reading<Captured> {
  return read({ before });
}

export function nothingToDo(policy?: TokenPolicy): Reading<Captured> {
  return read({ already: { reached: true, ...(policy && { policy }) } });
}

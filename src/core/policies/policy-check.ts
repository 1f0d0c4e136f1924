import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import type { PolicyResult, Step } from '../operations/operation.ts';
import { reread } from '../operations/reread.ts';
import { done, needsReconsent, skipped } from '../operations/steps.ts';
import type { Ending, Patience } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import type { GraphDocument } from './compare.ts';
import type { PolicyValue } from './entry.ts';
import { valueIn } from './judge.ts';
import type { PolicyPort } from './policy-port.ts';
import type { PolicyPlan } from './policy-work.ts';
import { writesFor } from './wanted.ts';

type Checking = { policies: PolicyPort; runtime: Runtime; connection: Connection | undefined; plan: PolicyPlan };
/** A write and the object it was sent to. */
type Sent = { step: Step; id: string };

/** What the writes of one setting did, by reading it again. */
export async function checkPolicy(
  { policies, runtime, connection, plan }: Checking,
  before: GraphDocument,
  steps: readonly Step[],
  patience: Patience,
): Promise<Ending> {
  const sent = sentOf(plan, before, steps);
  const pending = sent.filter(({ step }) => step.status !== 'failed');
  const result = {
    ...emptyResult(plan, valueIn(plan.entry, before) ?? null),
    needsReconsent: needsReconsent(sent.map(({ step }) => step)),
  };
  if (pending.length === 0) return { steps: [...sent.map(({ step }) => step), skipped('verify')], result };
  const look = connection ? () => policies.read(connection, plan.entry) : undefined;
  const isThere = (document: GraphDocument) => pending.every(({ id }) => plan.reached(document, id));
  const reading = await reread(runtime, patience, look, isThere);
  return conclude(plan, result, sent, reading, patience);
}

/** Whoever looks after a stop of the process knows only that something was sent. */
function sentOf(plan: PolicyPlan, before: GraphDocument, steps: readonly Step[]): readonly Sent[] {
  return writesFor(plan.entry, plan.change, before).map(({ step: name, to }) => ({
    step: steps.find((step) => step.name === name) ?? { name, status: 'unknown' },
    id: to.id,
  }));
}

function conclude(
  plan: PolicyPlan,
  result: PolicyResult,
  sent: readonly Sent[],
  reading: Reading<GraphDocument>,
  patience: Patience,
): Ending {
  const now = reading.status === 'ok' ? valueIn(plan.entry, reading.value) : undefined;
  if (reading.status !== 'ok' || now === undefined) {
    const refusal = reading.status === 'ok' ? {} : { refusal: reading.refusal };
    const steps = sent.map(({ step }) => step);
    return {
      steps: [...steps, { name: 'verify', status: 'unknown', ...refusal }],
      result: { ...result, applied: took(steps) },
    };
  }
  const steps = sent.map((one) => settled(one, plan.reached(reading.value, one.id), patience));
  const seen = sent.every(({ step, id }) => step.status === 'failed' || plan.reached(reading.value, id));
  const verify: Step = { name: 'verify', status: seen ? 'ok' : 'failed' };
  return {
    steps: [...steps, verify],
    result: { ...result, applied: took(steps), verified: plan.reached(reading.value), now },
  };
}

/** One that was refused stays refused, whoever else did it. */
function settled({ step }: Sent, reached: boolean, patience: Patience): Step {
  if (step.status === 'failed') return step;
  if (reached) return done(step.name);
  return patience === 'final' && step.status === 'unknown' ? { ...step, status: 'failed' } : step;
}

function took(steps: readonly Step[]): boolean {
  return steps.some(({ status }) => status === 'ok');
}

export function emptyResult({ to }: PolicyPlan, from: PolicyValue): PolicyResult {
  return { kind: 'policy', applied: false, verified: false, needsReconsent: false, from, to };
}

import type { Connection } from '../connections.ts';
import type { GraphRefusal, Reading, WriteOutcome } from '../graph-answers.ts';
import type { OperationResult, Step } from '../operations/operation.ts';
import { reread } from '../operations/reread.ts';
import { skipped, stepOf } from '../operations/steps.ts';
import type { Ending, Patience } from '../operations/work.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Runtime } from '../runtime.ts';

/** One write to a user, and how a later look shows that it took effect. */
export type UserWrite<Seen> = {
  name: string;
  send(connection: Connection): Promise<WriteOutcome>;
  isSeen(seen: Seen, before: GraphDocument): boolean;
};

/** Each write on its own: whatever becomes of one, the next is sent. */
export async function sendEach<Seen>(
  writes: readonly UserWrite<Seen>[],
  connection: Connection,
  only: readonly string[] = writes.map(({ name }) => name),
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const { name, send } of writes.filter((write) => only.includes(write.name))) {
    steps.push(stepOf(name, await send(connection).catch((): WriteOutcome => ({ kind: 'unknown' }))));
  }
  return steps;
}

export type Looking<Seen> = {
  runtime: Runtime;
  writes: readonly UserWrite<Seen>[];
  before: GraphDocument;
  steps: readonly Step[];
  patience: Patience;
  /** Absent when nobody can look any more. */
  look?: () => Promise<Reading<Seen | undefined>>;
};

/** `seen`: names of the writes whose effect was seen. */
export type Settled = { steps: readonly Step[]; seen: ReadonlySet<string> };

/**
 * Looks until the effect of every write is seen that was not refused. A write without an answer took effect when its
 * effect is seen, and did not when nothing of it can be under way any more and it still is not.
 */
export async function settleByEvidence<Seen>({
  runtime,
  writes,
  before,
  steps,
  patience,
  look,
}: Looking<Seen>): Promise<Settled> {
  const open = steps.filter(({ status }) => status === 'ok' || status === 'unknown').map(({ name }) => name);
  const seen = new Set<string>();
  if (open.length === 0) return { steps, seen };
  const reading = await reread(runtime, patience, look, (state) => {
    for (const { name } of state ? writes.filter((write) => write.isSeen(state, before)) : []) seen.add(name);
    return open.every((name) => seen.has(name));
  });
  const sure = patience === 'final' && reading.status === 'ok';
  return { steps: steps.map((step) => (open.includes(step.name) ? judged(step, seen, sure) : step)), seen };
}

function judged(step: Step, seen: ReadonlySet<string>, sure: boolean): Step {
  if (seen.has(step.name)) return { name: step.name, status: 'ok' };
  return step.status === 'unknown' && sure ? { ...step, status: 'failed' } : step;
}

export function isDone(steps: readonly Step[], name: string): boolean {
  return steps.some((step) => step.name === name && step.status === 'ok');
}

/** How it ends when the user could not be read for a reason that consent or a licence could change. */
export function unreadEnding<Result extends OperationResult & { needsReconsent: boolean }>(
  refusal: GraphRefusal,
  names: readonly string[],
  result: Result,
): Ending {
  const steps: Step[] = [{ name: 'read', status: 'failed', refusal }, ...names.map(skipped)];
  return { steps, result: { ...result, needsReconsent: refusal.needsReconsent } };
}

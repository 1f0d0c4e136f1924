import type { GraphDocument } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import type { PolicyChange, PolicyOutcome } from '../core/policies/policy-port.ts';
import { type PolicyWrite, writesFor } from '../core/policies/wanted.ts';
import type { GraphCall } from './call.ts';
import type { Gateway } from './gateway.ts';
import { requestFor } from './policy-requests.ts';
import { outcomeOf } from './readings.ts';

type Writing = { entry: PolicyEntry; change: PolicyChange; before: GraphDocument };

/** One write after the other; what becomes of one does not keep the next. */
export async function writeEach(
  gateway: Gateway,
  tenantId: string,
  writing: Writing,
): Promise<readonly PolicyOutcome[]> {
  const outcomes: PolicyOutcome[] = [];
  for (const write of writesFor(writing.entry, writing.change, writing.before)) {
    const sent = await gateway.send(callOf(tenantId, writing, write));
    outcomes.push({ step: write.step, outcome: outcomeOf(sent) });
  }
  return outcomes;
}

function callOf(tenantId: string, { entry, change, before }: Writing, write: PolicyWrite): GraphCall {
  const { method, path, body } = requestFor(entry, write, before);
  return {
    ...{ tenantId, purpose: change.kind, method, path, before },
    ...(body && { body: JSON.stringify(body) }),
    ...(method === 'POST' && { once: true }),
    needed: [entry.permissions.write],
    explicit: true,
  };
}

import { exceptionFormCard } from '../cards/exception-form.ts';
import type { Acceptance } from '../core/exceptions/exception-verbs.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { aboutPolicy, explainPressed } from './explain-policy.ts';

export async function askException(desk: Desk, asker: Asker, policyKey: string, wanted?: string): Promise<Reply> {
  const deviation = await desk.exceptions.deviation(asker.person, asker.via, policyKey, wanted);
  const card = exceptionFormCard({ deviation, owner: asker.person.name });
  return { card, ...(await aboutPolicy(desk, asker, policyKey, wanted)) };
}

export async function acceptDeviation(desk: Desk, asker: Asker, acceptance: Acceptance): Promise<Reply> {
  await desk.exceptions.accept(asker.person, asker.via, acceptance);
  return explainPressed(desk, asker, acceptance.policyKey, acceptance.connectionId);
}

export async function withdrawException(desk: Desk, asker: Asker, policyKey: string, wanted?: string): Promise<Reply> {
  await desk.exceptions.withdraw(asker.person, asker.via, policyKey, wanted);
  return explainPressed(desk, asker, policyKey, wanted);
}

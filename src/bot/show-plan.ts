import { messageCard } from '../cards/message.ts';
import { planCard } from '../cards/plan.ts';
import { planChoiceCard, planConfirmCard, titleOf } from '../cards/plan-confirm.ts';
import { holds } from '../core/access.ts';
import { chosenItems, type Plan, planSubject } from '../core/plans/plan.ts';
import { findPolicy } from '../core/policies/allow-list.ts';
import { policyTarget } from '../core/policies/require-policy.ts';
import type { Asker, Desk, Reply } from './desk.ts';

/** Offers every open setting that one press may harden, or shows the plan that is under way. */
export async function proposePlan(desk: Desk, asker: Asker, wanted?: string): Promise<Reply> {
  const plan = await desk.hardenAll.propose(asker.person, asker.via, wanted);
  if (plan.state === 'running') return showPlan(desk, asker, plan);
  if (plan.items.length === 0) return { card: nothingToPlanCard(plan) };
  return { card: planChoiceCard({ plan, now: desk.runtime.now() }), about: aboutPlan(plan) };
}

export async function confirmPlan(
  desk: Desk,
  { person, via }: Asker,
  id: string,
  keys: readonly string[],
): Promise<Reply> {
  const plan = await desk.hardenAll.choose(person, via, id, keys);
  return { card: planConfirmCard({ plan, now: desk.runtime.now() }), about: aboutPlan(plan) };
}

export async function changePlan(
  desk: Desk,
  asker: Asker,
  verb: 'execute' | 'cancel' | 'stop',
  id: string,
): Promise<Reply> {
  return showPlan(desk, asker, await desk.hardenAll[verb](asker.person, asker.via, id));
}

export async function findPlan(desk: Desk, asker: Asker, id: string, page: number): Promise<Reply> {
  return showPlan(desk, asker, await desk.hardenAll.show(asker.person, asker.via, id), page);
}

export async function showPlan(desk: Desk, { roles }: Pick<Asker, 'roles'>, plan: Plan, page = 1): Promise<Reply> {
  const { connection, organization } = plan;
  const policies = chosenItems(plan).flatMap(({ policyKey }) => findPolicy(policyKey) ?? []);
  const putBack = await desk.putBackOn(
    organization,
    policies.map((policy) => ({ connection, target: policyTarget(policy) })),
  );
  const card = planCard({ plan, page, putBack, mayHarden: holds(roles, 'hardener'), now: desk.runtime.now() });
  return { card, about: aboutPlan(plan) };
}

function aboutPlan({ id, connection }: Plan): NonNullable<Reply['about']> {
  return { kind: 'plan', subject: planSubject(id), connectionId: connection.id };
}

function nothingToPlanCard({ leftOut }: Plan) {
  const others = leftOut.map(({ policyKey }) => titleOf(policyKey)).join(', ');
  const text = 'No open setting can be hardened together with others.';
  return messageCard({
    tone: 'info',
    title: 'Nothing to harden at once',
    text,
    ...(others ? { fix: `Harden these one by one: ${others}.` } : {}),
    actions: [{ title: 'Show posture', verb: 'posture.show' }],
  });
}

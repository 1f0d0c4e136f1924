import chooseTemplate from '../../cards/plan-choose.json' with { type: 'json' };
import confirmTemplate from '../../cards/plan-confirm.json' with { type: 'json' };
import { chosenItems, type Plan } from '../core/plans/plan.ts';
import { findPolicy } from '../core/policies/allow-list.ts';
import { type Card, cardTemplate } from './card.ts';
import { capitalized, markdown, plain } from './text.ts';
import { left, utc } from './time.ts';
import { valueWords } from './values.ts';

type PlanFacts = { plan: Plan; now: number };

const fillChoice = cardTemplate(chooseTemplate);
const fillConfirmation = cardTemplate(confirmTemplate);

/** Offers the settings of a plan: the input `chosen` holds the keys, with commas in between. */
export function planChoiceCard({ plan, now }: PlanFacts): Card {
  const items = plan.items.flatMap(({ policyKey }) => findPolicy(policyKey) ?? []);
  const view = {
    ...frame(plan, now),
    count: String(items.length),
    value: items.map(({ key }) => key).join(','),
    items: items.map(({ key, title, severity, impact }) => ({ policyKey: key, title, severity, impact: impact.level })),
    leftOut: leftOutView(plan),
  };
  return fillChoice(view, { summary: `Choose which of ${view.count} open settings of ${view.tenant} to harden.` });
}

/** Each reason once, with all that are left out for it. */
function leftOutView({ leftOut }: Plan) {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons.map((why) => {
    const titles = leftOut.filter((one) => one.why === why).map(({ policyKey }) => titleOf(policyKey));
    return { titles: titles.join(' · '), why };
  });
}

/** Asks once for all that was chosen, with what people will notice of each. */
export function planConfirmCard({ plan, now }: PlanFacts): Card {
  const items = chosenItems(plan).flatMap(({ policyKey }) => findPolicy(policyKey) ?? []);
  const view = {
    ...frame(plan, now),
    count: String(items.length),
    items: items.map((policy) => ({
      title: policy.title,
      to: markdown(valueWords(policy, policy.secure)),
      impact: `${capitalized(policy.impact.level)} impact: ${policy.impact.text}`,
    })),
  };
  return fillConfirmation(view, {
    summary: `Harden ${view.count} settings of ${view.tenant}, one after the other? Reference ${plan.id}.`,
  });
}

function frame({ id, connection, expiresAt }: Plan, now: number) {
  return { plan: id, tenant: plain(connection.name), expiresAt: utc(expiresAt), expiresIn: left(expiresAt, now) };
}

/** A setting that is no longer listed is shown by its key. */
export function titleOf(policyKey: string): string {
  return findPolicy(policyKey)?.title ?? policyKey;
}

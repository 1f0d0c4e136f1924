import { z } from 'zod/v4';
import { type Button, button, version } from './button.ts';
import { changePlan, confirmPlan, findPlan } from './show-plan.ts';

const planPress = z.strictObject({ v: version, plan: z.string().max(64) });

export const planButtons: readonly Button[] = [
  button({
    verb: 'plan.preview',
    data: planPress.extend({ chosen: z.string().max(4_000).default('') }),
    answer: (desk, asker, { plan, chosen }) => confirmPlan(desk, asker, plan, chosen.split(',').filter(Boolean)),
  }),
  button({
    verb: 'plan.show',
    data: planPress.extend({ page: z.coerce.number().int().min(1).max(100).default(1) }),
    answer: (desk, asker, { plan, page }) => findPlan(desk, asker, plan, page),
  }),
  ...(['execute', 'cancel', 'stop'] as const).map((verb) =>
    button({
      verb: `plan.${verb}`,
      changes: true,
      data: planPress,
      answer: (desk, asker, { plan }) => changePlan(desk, asker, verb, plan),
    }),
  ),
];

import { z } from 'zod/v4';
import { type Button, button, connectionId, given, operationPress, version } from './button.ts';
import { explainPressed } from './explain-policy.ts';
import { acceptDeviation, askException, withdrawException } from './show-exceptions.ts';
import { askReason, confirmHarden } from './show-operations.ts';

export const policyPress = z.strictObject({ v: version, policyKey: z.string().max(100), connectionId });

/** Core says what is wrong with what was written; a longer text than any form lets through is no press of a form. */
const acceptance = policyPress.extend({
  reason: z.string().max(1_000).default(''),
  owner: z.string().max(200).default(''),
  until: z.string().max(20).default(''),
});

/** What a guided setting asks; core says what is wrong with an answer. */
const answers = policyPress.extend({
  reviewers: z.string().max(8_000).optional(),
  words: z.string().max(34_000).optional(),
  days: z.string().max(20).optional(),
  acknowledge: z.string().max(10).optional(),
});

export const policyButtons: readonly Button[] = [
  button({
    verb: 'harden.answer',
    data: answers,
    answer: (desk, asker, { v: _version, policyKey, connectionId, ...raw }) =>
      confirmHarden(desk, asker, policyKey, connectionId, raw),
  }),
  button({
    verb: 'harden.reason',
    data: operationPress,
    answer: (desk, asker, { op }) => askReason(desk, asker, op),
  }),
  button({
    verb: 'policy.explain',
    data: policyPress,
    answer: (desk, asker, { policyKey, connectionId }) => explainPressed(desk, asker, policyKey, connectionId),
  }),
  button({
    verb: 'exception.preview',
    data: policyPress,
    answer: (desk, asker, { policyKey, connectionId }) => askException(desk, asker, policyKey, connectionId),
  }),
  button({
    verb: 'exception.accept',
    changes: true,
    data: acceptance,
    answer: (desk, asker, { connectionId: wanted, policyKey, reason, owner, until }) =>
      acceptDeviation(desk, asker, { policyKey, reason, owner, until, ...given('connectionId', wanted) }),
  }),
  button({
    verb: 'exception.withdraw',
    changes: true,
    data: policyPress,
    answer: (desk, asker, { policyKey, connectionId }) => withdrawException(desk, asker, policyKey, connectionId),
  }),
];

import { z } from 'zod/v4';
import { explainCard } from '../cards/explain.ts';
import { holds } from '../core/access.ts';
import { requirePolicy } from '../core/harden.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { cancelOperation, confirmHarden, confirmUndo, executeOperation } from './show-operations.ts';
import { showPosture } from './show-posture.ts';

/** A press as its card declared it. `data` comes from the client and means nothing until it has the row's shape. */
export type Button<Data = unknown> = {
  verb: string;
  data: z.ZodType<Data>;
  answer(desk: Desk, asker: Asker, data: Data): Promise<Reply>;
};

const version = z.literal(1);
const operationPress = z.strictObject({ v: version, op: z.string().max(64) });
const connectionId = z.string().max(64).optional();
const postureView = z.strictObject({
  v: version,
  connectionId,
  filter: z.enum(['open', 'all']).default('all'),
  page: z.coerce.number().int().min(1).max(100).default(1),
});
const policyPress = z.strictObject({ v: version, policyKey: z.string().max(100), connectionId });

export const buttons: readonly Button[] = [
  ...['posture.show', 'posture.page', 'posture.filter'].map((verb) => postureButton(verb, false)),
  postureButton('posture.refresh', true),
  button({
    verb: 'policy.explain',
    data: policyPress,
    answer: async (_desk, { roles }, { policyKey }) => ({
      card: explainCard({ policy: requirePolicy(policyKey), mayHarden: holds(roles, 'hardener') }),
    }),
  }),
  button({
    verb: 'harden.preview',
    data: policyPress,
    answer: (desk, asker, data) => confirmHarden(desk, asker, data.policyKey, data.connectionId),
  }),
  button({
    verb: 'harden.execute',
    data: operationPress.extend({ reason: z.string().max(500).optional() }),
    answer: (desk, asker, { op, reason }) => executeOperation(desk, asker, op, reason),
  }),
  button({ verb: 'undo.preview', data: operationPress, answer: (desk, asker, { op }) => confirmUndo(desk, asker, op) }),
  button({
    verb: 'undo.execute',
    data: operationPress.extend({ reason: z.string().max(500).optional() }),
    answer: (desk, asker, { op, reason }) => executeOperation(desk, asker, op, reason),
  }),
  button({
    verb: 'op.cancel',
    data: operationPress,
    answer: (desk, asker, { op }) => cancelOperation(desk, asker, op),
  }),
];

export function findButton(verb: string): Button | undefined {
  return buttons.find((row) => row.verb === verb);
}

function postureButton(verb: string, fresh: boolean): Button {
  return button({
    verb,
    data: postureView,
    answer: (desk, asker, { filter, page, connectionId: wanted }) =>
      showPosture(desk, asker, { filter, page }, { fresh, ...(wanted === undefined ? {} : { connectionId: wanted }) }),
  });
}

function button<Data>(row: Button<Data>): Button {
  return row as Button;
}

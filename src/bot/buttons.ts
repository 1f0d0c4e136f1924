import { z } from 'zod/v4';
import { postureFilters } from '../core/posture-order.ts';
import { alertButtons } from './alert-buttons.ts';
import { type Button, button, connectionId, given, operationPress, version } from './button.ts';
import { cancelOperation } from './cancel-operation.ts';
import { planButtons } from './plan-buttons.ts';
import { policyButtons, policyPress } from './policy-buttons.ts';
import { withdrawHere } from './show-approval.ts';
import { showAudit, showAudited } from './show-audit.ts';
import { checkConnect, sendConnect } from './show-connect.ts';
import { confirmHarden, executeOperation } from './show-operations.ts';
import { showPosture } from './show-posture.ts';
import { showStatus } from './show-status.ts';
import { confirmDelete, confirmUnassign, showTokenPolicies, showTokenPolicy } from './show-token-policies.ts';
import { confirmUndo } from './show-undo.ts';
import { threatButtons } from './threat-buttons.ts';

const postureView = z.strictObject({
  v: version,
  connectionId,
  filter: z.enum(postureFilters).default('all'),
  page: z.coerce.number().int().min(1).max(100).default(1),
});
const tokenPolicyPress = z.strictObject({ v: version, connectionId, id: z.guid() });

export const buttons: readonly Button[] = [
  ...threatButtons,
  ...policyButtons,
  ...alertButtons,
  ...planButtons,
  ...['posture.show', 'posture.page', 'posture.filter'].map((verb) => postureButton(verb, false)),
  postureButton('posture.refresh', true),
  button({
    verb: 'harden.preview',
    data: policyPress,
    answer: (desk, asker, data) => confirmHarden(desk, asker, data.policyKey, data.connectionId),
  }),
  button({
    verb: 'harden.execute',
    changes: true,
    data: operationPress.extend({ reason: z.string().max(500).optional() }),
    answer: (desk, asker, { op, reason }) => executeOperation(desk, asker, op, reason),
  }),
  button({ verb: 'undo.preview', data: operationPress, answer: (desk, asker, { op }) => confirmUndo(desk, asker, op) }),
  button({
    verb: 'undo.execute',
    changes: true,
    data: operationPress.extend({ reason: z.string().max(500).optional() }),
    answer: (desk, asker, { op, reason }) => executeOperation(desk, asker, op, reason),
  }),
  button({
    verb: 'policy.list',
    lists: 'tokenPolicies',
    data: z.strictObject({ v: version, connectionId, page: z.coerce.number().int().min(1).max(1_000).default(1) }),
    answer: (desk, asker, { page, ...wanted }) => showTokenPolicies(desk, asker, wanted, page),
  }),
  button({
    verb: 'policy.show',
    data: tokenPolicyPress,
    answer: (desk, asker, { id, ...wanted }) => showTokenPolicy(desk, asker, wanted, id),
  }),
  button({
    verb: 'delete.preview',
    data: tokenPolicyPress,
    answer: (desk, asker, { id, ...wanted }) => confirmDelete(desk, asker, wanted, id),
  }),
  button({
    verb: 'unassign.preview',
    data: tokenPolicyPress.extend({ holder: z.enum(['application', 'servicePrincipal']), holderId: z.guid() }),
    answer: (desk, asker, { id: policyId, holder: kind, holderId, ...wanted }) =>
      confirmUnassign(desk, asker, wanted, { kind, holderId, policyId }),
  }),
  ...['delete.execute', 'unassign.execute'].map((verb) =>
    button({
      verb,
      data: operationPress,
      changes: true,
      answer: (desk, asker, { op }) => executeOperation(desk, asker, op),
    }),
  ),
  button({
    verb: 'op.cancel',
    changes: true,
    data: operationPress,
    answer: (desk, asker, { op }) => cancelOperation(desk, asker, op),
  }),
  button({
    verb: 'audit.list',
    data: z.strictObject({ v: version, cursor: z.string().max(20).optional() }),
    answer: (desk, asker, { cursor }) => showAudit(desk, asker, cursor),
  }),
  button({
    verb: 'audit.show',
    data: operationPress,
    answer: (desk, asker, { op }) => showAudited(desk, asker, op),
  }),
  button({
    verb: 'status.show',
    data: z.strictObject({ v: version }),
    answer: (desk, asker) => showStatus(desk, asker),
  }),
  button({
    verb: 'conversation.withdraw',
    data: z.strictObject({ v: version }),
    answer: (desk, asker) => withdrawHere(desk, asker),
  }),
  button({
    verb: 'connect.start',
    data: z.strictObject({ v: version, connectionId, tenant: z.guid().optional() }),
    answer: (desk, asker, { connectionId: again, tenant }) =>
      sendConnect(desk, asker, { ...given('connectionId', again), ...given('typed', tenant) }),
  }),
  button({
    verb: 'connect.check',
    changes: true,
    data: z.strictObject({ v: version, consent: z.string().max(64) }),
    answer: (desk, asker, { consent }) => checkConnect(desk, asker, consent),
  }),
];

export function findButton(verb: string): Button | undefined {
  return buttons.find((row) => row.verb === verb);
}

function postureButton(verb: string, fresh: boolean): Button {
  return button({
    verb,
    data: postureView,
    lists: 'posture',
    answer: (desk, asker, { filter, page, connectionId: wanted }) =>
      showPosture(desk, asker, { filter, page }, { fresh, ...given('connectionId', wanted) }),
  });
}

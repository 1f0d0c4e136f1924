import { z } from 'zod/v4';
import { riskFilters } from '../cards/risky.ts';
import { type Button, button, connectionId, given, operationPress, reasonOf, version } from './button.ts';
import {
  approveOperation,
  confirmContain,
  confirmRelease,
  confirmRisk,
  denyOperation,
  retryContain,
} from './show-containment.ts';
import { executeOperation } from './show-operations.ts';
import { showRisky, showUser } from './show-threats.ts';

const riskyPress = z.strictObject({
  v: version,
  connectionId,
  level: z.enum(riskFilters).default('all'),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
});
const userPress = z.strictObject({ v: version, connectionId, user: z.string().max(200) });
const reasonedPress = operationPress.extend({ reason: reasonOf(500) });

export const threatButtons: readonly Button[] = [
  ...['risky.list', 'risky.page', 'risky.filter'].map((verb) => riskyButton(verb, false)),
  riskyButton('risky.refresh', true),
  button({
    verb: 'user.show',
    data: userPress,
    answer: (desk, asker, { user, connectionId: wanted }) =>
      showUser(desk, asker, { user, ...given('connectionId', wanted) }),
  }),
  button({
    verb: 'contain.preview',
    data: userPress,
    answer: (desk, asker, { user, connectionId: wanted }) =>
      confirmContain(desk, asker, { user, ...given('connectionId', wanted) }),
  }),
  button({
    verb: 'contain.execute',
    changes: true,
    inputs: ['reason', 'checked'],
    data: reasonedPress.extend({ checked: z.literal('true', 'Tick the box to go on.') }),
    answer: (desk, asker, { op, reason: why }) => executeOperation(desk, asker, op, why),
  }),
  button({
    verb: 'contain.retry',
    changes: true,
    data: operationPress,
    answer: (desk, asker, { op }) => retryContain(desk, asker, op),
  }),
  button({
    verb: 'release.preview',
    data: userPress,
    answer: (desk, asker, { user, connectionId: wanted }) =>
      confirmRelease(desk, asker, { user, ...given('connectionId', wanted) }),
  }),
  ...['release.execute', 'risk.confirm.execute', 'risk.dismiss.execute'].map((verb) =>
    button({
      verb,
      inputs: ['reason'],
      data: reasonedPress,
      changes: true,
      answer: (desk, asker, { op, reason: why }) => executeOperation(desk, asker, op, why),
    }),
  ),
  riskButton('risk.confirm.preview', 'confirmCompromised'),
  riskButton('risk.dismiss.preview', 'dismissRisk'),
  button({
    verb: 'approval.approve',
    changes: true,
    data: operationPress,
    answer: (desk, asker, { op }) => approveOperation(desk, asker, op),
  }),
  button({
    verb: 'approval.deny',
    changes: true,
    data: operationPress,
    answer: (desk, asker, { op }) => denyOperation(desk, asker, op),
  }),
];

function riskyButton(verb: string, fresh: boolean): Button {
  return button({
    verb,
    data: riskyPress,
    lists: 'risky',
    answer: (desk, asker, { level, page, connectionId: wanted }) =>
      showRisky(desk, asker, { level, page }, { fresh, ...given('connectionId', wanted) }),
  });
}

function riskButton(verb: string, rated: 'confirmCompromised' | 'dismissRisk'): Button {
  return button({
    verb,
    data: userPress,
    answer: (desk, asker, { user, connectionId: wanted }) =>
      confirmRisk(desk, asker, rated, { user, ...given('connectionId', wanted) }),
  });
}

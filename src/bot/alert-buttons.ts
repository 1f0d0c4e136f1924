import { z } from 'zod/v4';
import type { AlertList } from '../cards/alert-frame.ts';
import { alertLists } from '../cards/alert-list.ts';
import type { SubscriptionInput } from '../core/alerts/subscription-input.ts';
import { type Button, button, reasonOf, version } from './button.ts';
import {
  acknowledgeAlert,
  askSnooze,
  confirmDismiss,
  showAlert,
  showAlertDigest,
  showAlerts,
  snoozeAlert,
} from './show-alerts.ts';
import {
  editSubscription,
  saveSubscription,
  showSubscriptions,
  stopDigest,
  unsubscribe,
} from './show-subscriptions.ts';

const page = z.coerce.number().int().min(1).max(1_000).default(1);
const id = z.string().max(64);
const alertPress = z.strictObject({ v: version, alert: id });
const listPress = alertPress.extend({ digest: id.optional(), show: z.enum(alertLists).optional(), page });
const conversation = z.string().max(300).optional();
const placePress = z.strictObject({ v: version, conversation });

const noHours = 'Choose for how long.';

/** A form leaves out what nobody filled in. */
function text(label: string) {
  const wrong = `${label}: this is not what the form offers. Open it again.`;
  return z.string(wrong).max(2_000, wrong).default('');
}

const inputs = {
  ...{ connections: text('Tenants'), riskyUsers: text('Risky users'), securityAlerts: text('Security alerts') },
  ...{ drift: text('Settings'), zone: text('Time zone'), quietFrom: text('Quiet hours'), quietTo: text('Quiet hours') },
  ...{ digestAt: text('Daily digest'), escalateAfter: text('Escalation'), escalateTo: text('Escalation') },
} satisfies Record<keyof SubscriptionInput, ReturnType<typeof text>>;

export const alertButtons: readonly Button[] = [
  button({
    verb: 'alert.view',
    data: listPress,
    answer: (desk, asker, { alert, ...list }) => showAlert(desk, asker, alert, listOf(list)),
  }),
  button({
    verb: 'alert.ack',
    changes: true,
    data: alertPress,
    answer: (desk, asker, { alert }) => acknowledgeAlert(desk, asker, alert),
  }),
  button({
    verb: 'alert.snooze.preview',
    data: alertPress,
    answer: (desk, asker, { alert }) => askSnooze(desk, asker, alert),
  }),
  button({
    verb: 'alert.snooze.execute',
    changes: true,
    inputs: ['hours', 'reason'],
    data: alertPress.extend({
      hours: z
        .string(noHours)
        .regex(/^\d{1,3}$/, noHours)
        .transform(Number),
      reason: reasonOf(200),
    }),
    answer: (desk, asker, { alert, hours, reason }) => snoozeAlert(desk, asker, alert, { hours, reason }),
  }),
  button({
    verb: 'alert.dismiss.preview',
    data: alertPress,
    answer: (desk, asker, { alert }) => confirmDismiss(desk, asker, alert),
  }),
  button({
    verb: 'alerts.list',
    data: z.strictObject({ v: version, show: z.enum(alertLists).default('open'), page }),
    answer: (desk, asker, { show, page: wanted }) => showAlerts(desk, asker, show, wanted),
  }),
  button({
    verb: 'digest.page',
    data: z.strictObject({ v: version, digest: id, page }),
    answer: (desk, asker, { digest, page: wanted }) => showAlertDigest(desk, asker, digest, wanted),
  }),
  button({ verb: 'digest.stop', changes: true, data: z.strictObject({ v: version }), answer: stopDigest }),
  button({
    verb: 'subscription.edit',
    data: placePress,
    answer: (desk, asker, { conversation: place }) => editSubscription(desk, asker, place),
  }),
  button({
    verb: 'subscription.save',
    changes: true,
    inputs: Object.keys(inputs),
    data: placePress.extend(inputs),
    answer: (desk, asker, { v: _version, ...filled }) => saveSubscription(desk, asker, filledIn(filled)),
  }),
  button({
    verb: 'subscription.stop',
    changes: true,
    data: placePress,
    answer: (desk, asker, { conversation: place }) => unsubscribe(desk, asker, place),
  }),
  button({
    verb: 'subscription.list',
    data: z.strictObject({ v: version, page }),
    answer: (desk, asker, { page: wanted }) => showSubscriptions(desk, asker, wanted),
  }),
];

type ListPress = Omit<z.infer<typeof listPress>, 'alert' | 'v'>;

function listOf({ digest, show, page: number }: ListPress): AlertList | undefined {
  if (digest !== undefined) return { digest, page: String(number) };
  return show && { show, page: String(number) };
}

/** A choice needs a value, so "never" is 0 minutes. */
function filledIn<Filled extends SubscriptionInput>({ escalateAfter, escalateTo, ...rest }: Filled) {
  const never = escalateAfter === '' || escalateAfter === '0';
  return { ...rest, escalateAfter: never ? '' : escalateAfter, escalateTo: never ? '' : escalateTo };
}

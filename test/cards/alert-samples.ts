import { alertCard } from '../../src/cards/alert.ts';
import { alertDigestCard, alertListCard } from '../../src/cards/alert-list.ts';
import { alertNoteCard } from '../../src/cards/alert-note.ts';
import type { Card } from '../../src/cards/card.ts';
import { digestCard } from '../../src/cards/digest.ts';
import { snoozeCard } from '../../src/cards/snooze.ts';
import { subscribedCard, subscriptionFormCard, unsubscribedCard } from '../../src/cards/subscription.ts';
import { subscriptionsCard } from '../../src/cards/subscriptions.ts';
import type { Alert, HandledStatus } from '../../src/core/alerts/alert.ts';
import type { AlertDigestPage } from '../../src/core/alerts/alert-digest-verbs.ts';
import type { TenantDay } from '../../src/core/digest/daily-digest.ts';
import type { UserVerb } from '../../src/core/operations/operation.ts';
import { alert, everyNote, finding, regression, securityAlert, soc, sources, subscription } from './alert-world.ts';
import { contained } from './threat-samples.ts';
import { userOperation } from './threat-world.ts';
import { contoso, isaiah, now } from './world.ts';

type Sample = { name: string; card: Card; says: readonly (string | RegExp)[] };

const megan = { by: 'Megan Bowen', at: now - 60_000 };
const shown = (facts: Partial<Alert> = {}) => alertCard({ here: soc.id, alert: alert(facts), sources, now });

const openSamples: Sample[] = [
  {
    name: 'alert: open, high',
    card: shown(),
    says: [
      'New high-risk user',
      'OPEN',
      'Adele Vance · adelev@contoso.com',
      '3 detections',
      'Leaked credentials · Lagos, NG',
      'not licensed (Defender)',
    ],
  },
  {
    name: 'alert: open, medium',
    card: shown({ level: 'medium', riskLevel: 'medium' }),
    says: ['New medium-risk user'],
  },
  {
    name: 'alert: the risk rose, everything happened',
    card: shown({ history: [...everyNote.slice(0, 2), ...everyNote.slice(6)] }),
    says: [
      'Risk rose to high',
      'Nobody acknowledged in time',
      'Snoozed by Megan Bowen until',
      'Only partly contained by Megan Bowen · op_1',
      '1 earlier',
    ],
  },
  {
    name: 'alert: only security alerts name the user, more than are kept',
    card: alertCard({
      here: soc.id,
      alert: alert({
        riskLevel: undefined,
        riskState: undefined,
        findings: Array.from({ length: 20 }, (_, index) =>
          finding({ kind: 'securityAlert', id: `a${index}`, what: 'Suspicious inbox rule', resolved: index > 1 }),
        ),
        findingsTotal: 34,
      } as unknown as Partial<Alert>),
      sources: { riskDetections: 'error', securityAlerts: 'needsConsent' },
      now,
    }),
    says: [
      'None, but security alerts name the user',
      '34 detections and alerts',
      'high severity',
      'and 29 more',
      'not read yet',
    ],
  },
  {
    name: 'alert: no detection',
    card: shown({ findings: [], findingsTotal: 0, changedAt: null }),
    says: ['Microsoft names no detection', 'Updated Not known'],
  },
  {
    name: 'alert: opened from a list',
    card: alertCard({ here: soc.id, alert: alert(), sources, list: { show: 'open', page: '2' }, now }),
    says: ['New high-risk user'],
  },
  {
    name: 'alert: security alert that names nobody',
    card: alertCard({ here: soc.id, alert: securityAlert(), sources, now }),
    says: ['High-severity security alert', 'Ransomware activity on FIN-LAPTOP-07', 'Microsoft Defender for Endpoint'],
  },
  {
    name: 'alert: security alert that names one user',
    card: alertCard({
      here: soc.id,
      alert: securityAlert({
        about: {
          ...{ kind: 'securityAlert', id: 'da1', title: 'Ransomware activity on FIN-LAPTOP-07' },
          users: [{ id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819203', userPrincipalName: 'adelev@contoso.com' }],
        },
      }),
      sources,
      now,
    }),
    says: ['names adelev@contoso.com, not known to be at risk'],
  },
  {
    name: 'alert: security alert, taken, from a digest',
    card: alertCard({
      here: soc.id,
      alert: securityAlert({ acknowledged: { ...megan, oid: 'x' } }),
      sources,
      list: { digest: 'adigest_1', page: '1' },
      now,
    }),
    says: ['ACKNOWLEDGED', 'Acknowledged by Megan Bowen'],
  },
];

const handledWays: readonly [UserVerb, HandledStatus, string][] = [
  ['contain', 'running', 'Containing, started by Megan Bowen'],
  ['contain', 'done', 'Contained by Megan Bowen'],
  ['contain', 'partial', 'Only partly contained by Megan Bowen'],
  ['contain', 'failed', 'Not contained, tried by Megan Bowen'],
  ['contain', 'unknown', 'Not known whether contained, tried by Megan Bowen'],
  ['contain', 'awaitingApproval', 'A second person must approve what was asked for by Megan Bowen'],
  ['release', 'done', 'Released by Megan Bowen'],
  ['dismissRisk', 'done', 'Dismissed by Megan Bowen'],
  ['confirmCompromised', 'done', 'Confirmed as compromised by Megan Bowen'],
];

const standingSamples: Sample[] = [
  {
    name: 'alert: acknowledged',
    card: shown({ acknowledged: { ...megan, oid: 'x' } }),
    says: ['High-risk user', 'ACKNOWLEDGED', /Acknowledged by Megan Bowen at .* UTC/],
  },
  {
    name: 'alert: snoozed',
    card: shown({ snoozed: { ...megan, until: now + 3_600_000, reason: 'Travelling' } }),
    says: ['SNOOZED', 'Snoozed by Megan Bowen until'],
  },
  ...handledWays.map(([verb, status, says]) => ({
    name: `alert: ${verb} ${status}`,
    card: shown({ handled: { verb, status, operationId: 'op_1', ...megan } }),
    says: [says],
  })),
  {
    name: 'alert: contained, can be released',
    card: alertCard({
      here: soc.id,
      alert: alert({ handled: { verb: 'contain', status: 'done', operationId: 'op_1', ...megan } }),
      sources,
      operation: contained({ status: 'ok' }, { status: 'ok' }),
      now,
    }),
    says: ['CONTAINED', 'Contained by Megan Bowen'],
  },
  {
    name: 'alert: partly contained, can be tried again',
    card: alertCard({
      here: soc.id,
      alert: alert({ handled: { verb: 'contain', status: 'partial', operationId: 'op_1', ...megan } }),
      sources,
      operation: contained({ status: 'ok' }, { status: 'failed', reason: 'throttled' }),
      now,
    }),
    says: ['PARTLY', 'Only partly contained'],
  },
  {
    name: 'alert: waits for approval',
    card: alertCard({
      here: soc.id,
      alert: alert({ handled: { verb: 'contain', status: 'awaitingApproval', operationId: 'op_1', ...megan } }),
      sources,
      operation: userOperation('contain', {
        state: 'awaitingApproval',
        requestedBy: isaiah,
        approval: { conversation: soc.id, why: 'This user holds a directory role.' },
      }),
      now,
    }),
    says: ['This user holds a directory role.', 'Isaiah Langer asked to contain this user', 'presses Approve or Deny'],
  },
  {
    name: 'alert: waits for approval elsewhere',
    card: alertCard({
      ...{ alert: alert(), sources, here: '19:elsewhere', now },
      operation: userOperation('contain', {
        state: 'awaitingApproval',
        approval: { conversation: soc.id, why: 'This user holds a directory role.' },
      }),
    }),
    says: ["decides in the operators' conversation"],
  },
  ...(['dismissed', 'remediated', 'deleted', 'gone', 'resolved'] as const).map((how) => ({
    name: `alert: closed, ${how}`,
    card: shown({ closed: { at: now, how, detail: 'adminDismissedAllRiskForUser' } }),
    says: [how === 'dismissed' ? 'DISMISSED' : 'RESOLVED'],
  })),
  {
    name: 'alert: dismissed by somebody',
    card: shown({ closed: { how: 'dismissed', ...megan } }),
    says: ['Dismissed by Megan Bowen at'],
  },
];

const drifted = (facts: Partial<Alert> = {}) => alertCard({ here: soc.id, alert: regression(facts), sources, now });

const driftSamples: Sample[] = [
  {
    name: 'drift: open',
    card: drifted(),
    says: ['A setting is no longer secure', 'On → Off', 'Changed by Dana Whitfield', 'Security Defaults enabled'],
  },
  {
    name: 'drift: nobody knows who, from a list',
    card: alertCard({
      here: soc.id,
      alert: regression({ findings: [], findingsTotal: 0 }),
      sources,
      list: { show: 'open', page: '1' },
      now,
    }),
    says: ['Not known from the directory audit log', 'Noticed at'],
  },
  {
    name: 'drift: secure again',
    card: drifted({ closed: { how: 'resolved', detail: 'secureAgain', at: now } }),
    says: ['A setting is secure again', 'RESOLVED', 'Secure again at'],
  },
  {
    name: 'drift: hardened again',
    card: drifted({ closed: { how: 'resolved', detail: 'hardened', ...megan } }),
    says: ['A setting is secure again', 'RESOLVED', 'Hardened again by Megan Bowen at'],
  },
  {
    name: 'drift: accepted',
    card: drifted({ closed: { how: 'resolved', detail: 'accepted', ...megan } }),
    says: ['A setting is accepted as it is', 'RESOLVED', 'Accepted by Megan Bowen at'],
  },
];

const noteSamples: Sample[] = everyNote.map((note, index) => ({
  name: `alert note ${index}: ${note.kind}`,
  card: alertNoteCard({ alert: alert(), note }),
  says: ['High risk: Adele Vance (adelev@contoso.com) · Contoso'],
}));

const mixed = [
  alert(),
  securityAlert({ id: 'alert_2' }),
  regression({ id: 'alert_3', level: 'medium', acknowledged: { ...megan, oid: 'x' } }),
  alert({ id: 'alert_4', handled: { verb: 'contain', status: 'done', operationId: 'op_1', ...megan } }),
];

export function digestPage(facts: Partial<AlertDigestPage> = {}): AlertDigestPage {
  return {
    ...{ id: 'adigest_1', organization: contoso.organization, conversationId: soc.id },
    why: 'storm',
    openedAt: now - 600_000,
    total: 34,
    byLevel: { high: 12, medium: 22, low: 0 },
    alerts: Array.from({ length: 6 }, (_, index) => alert({ id: `alert_${index}` })),
    page: 1,
    pages: 6,
    now,
    ...facts,
  };
}

const listSamples: Sample[] = [
  {
    name: 'alerts: open',
    card: alertListCard({ show: 'open', alerts: mixed, total: 24, page: 2, now }),
    says: [
      'Alerts nobody has closed',
      '24',
      'High severity alert: Ransomware',
      'Contained by Megan Bowen',
      'Page 2 of 4',
    ],
  },
  {
    name: 'alerts: none snoozed',
    card: alertListCard({ show: 'snoozed', alerts: [], total: 0, page: 1, now }),
    says: ['No alert is snoozed.'],
  },
  {
    name: 'alert digest: storm',
    card: alertDigestCard(digestPage()),
    says: ['34 alerts', '12 high · 22 medium', 'Page 2 of 6'],
  },
  {
    name: 'alert digest: first, two tenants',
    card: alertDigestCard(
      digestPage({
        why: 'first',
        total: 1,
        byLevel: { high: 0, medium: 1, low: 0 },
        alerts: [alert({ level: 'medium' })],
        page: 0,
        pages: 1,
      }),
    ),
    says: ['1 alert', 'This is what is active now.', '1 medium'],
  },
  {
    name: 'alert digest: quiet hours, all dealt with',
    card: alertDigestCard(digestPage({ why: 'quiet', alerts: mixed.slice(2), total: 2, page: 0, pages: 1 })),
    says: ['These came in during quiet hours.'],
  },
];

const form = { subscription: subscription(), isNew: true, connections: [contoso], places: [] };
const full = subscription({
  levels: { riskyUsers: [], securityAlerts: [], drift: false },
  zone: 'Europe/Berlin',
  quiet: { from: '22:00', to: '07:00' },
  digestAt: undefined,
  escalate: { afterMinutes: 15, conversationId: '19:managers' },
} as unknown as Partial<ReturnType<typeof subscription>>);

const subscriptionSamples: Sample[] = [
  {
    name: 'subscription: new',
    card: subscriptionFormCard({ form, conversation: soc, here: soc.id }),
    says: ['Alerts for this conversation', 'This conversation now gets alerts', 'approve another conversation first'],
  },
  {
    name: 'subscription: with everything',
    card: subscriptionFormCard({
      form: {
        ...form,
        isNew: false,
        subscription: full,
        connections: Array.from({ length: 45 }, (_, index) => ({ ...contoso, id: `conn_${index}` })),
        places: [{ ...soc, id: '19:managers', name: 'Contoso Security › Managers' }],
      },
      conversation: soc,
      here: 'elsewhere',
    }),
    says: ['Alerts for Contoso Security › SOC', '30 more tenants do not fit here'],
  },
  {
    name: 'subscription: many places, and none of them is the one it had',
    card: subscriptionFormCard({
      form: { ...form, isNew: false, lostPlace: true, places: Array.from({ length: 17 }, () => soc) },
      conversation: soc,
      here: soc.id,
    }),
    says: ['that conversation is gone or no longer approved', '2 more approved conversations do not fit'],
  },
  {
    name: 'subscribed',
    card: subscribedCard({ form, conversation: soc }),
    says: [
      'Alerts for Contoso Security › SOC',
      'Contoso: risky users (high, medium) · security alerts (high) · settings',
      'digest at 08:00',
    ],
  },
  {
    name: 'subscribed: to nothing, elsewhere',
    card: subscribedCard({
      form: { ...form, subscription: full },
      conversation: { ...soc, type: 'personal', name: undefined } as never,
    }),
    says: ['1:1 chat', 'nothing', 'quiet 22:00–07:00', 'posted elsewhere after 15 min', 'Europe/Berlin'],
  },
  ...[true, false].map((was) => ({
    name: `unsubscribed: ${was}`,
    card: unsubscribedCard({ was }),
    says: [was ? 'Unsubscribed' : 'There was no subscription'],
  })),
  {
    name: 'subscriptions: none',
    card: subscriptionsCard({ listed: [], page: 1 }),
    says: ['No conversation is told of anything'],
  },
  {
    name: 'subscriptions: many, some gone',
    card: subscriptionsCard({
      listed: Array.from({ length: 12 }, (_, index) => ({
        subscription: full,
        conversation: index === 5 ? undefined : { ...soc, ...(index === 6 ? { disabled: 'removed' } : {}) },
        connections: Array.from({ length: index }, () => contoso),
      })),
      page: 2,
    }),
    says: ['Showing 6–10 of 12', 'A conversation that is gone', 'cannot write there', 'and 6 more'],
  },
  {
    name: 'snooze',
    card: snoozeCard({ alert: alert() }),
    says: ['Snooze the alert about Adele Vance?', 'A higher level ends the snooze', 'not change the account'],
  },
  {
    name: 'snooze: a setting',
    card: snoozeCard({ alert: regression() }),
    says: ['not change the setting'],
  },
  {
    name: 'snooze: a security alert',
    card: snoozeCard({ alert: securityAlert() }),
    says: ['not change the alert at Microsoft'],
  },
];

const day: TenantDay = {
  connection: contoso,
  score: { secure: 7, judged: 12, unread: 0, at: now },
  before: { secure: 8, judged: 12, unread: 0, at: now },
  opened: [alert(), securityAlert(), alert({ level: 'medium' }), alert()],
  closed: [alert()],
  drifted: [regression(), regression({ closed: { how: 'resolved', at: now } })],
  sources,
  operations: [userOperation()],
};
const quietDay: TenantDay = {
  ...day,
  ...{ before: day.score, opened: [], closed: [], drifted: [], operations: [] },
  sources: { riskyUsers: 'ok', riskDetections: 'ok', securityAlerts: 'ok' },
} as TenantDay;
const { score: _score, before: _before, ...unreadDay } = quietDay;
const since = now - 86_400_000;

const digestSamples: Sample[] = [
  {
    name: 'digest: news',
    card: digestCard({ since, at: now, tenants: [day] }),
    says: [
      'NEWS',
      '7 of 12 settings secure, 1 fewer than before.',
      /New \(4\): High risk: Adele Vance \(adelev@contoso.com\); .* and 1 more\./,
      'Stopped being secure (2): Security Defaults enabled; Security Defaults enabled (secure again since).',
      'Done (1): Contain adelev@contoso.com.',
      'Not known: reading security alerts is not licensed (Defender).',
    ],
  },
  {
    name: 'digest: quiet, many tenants',
    card: digestCard({
      since,
      at: now,
      tenants: [
        quietDay,
        unreadDay,
        { ...quietDay, score: { secure: 9, judged: 12, unread: 0, at: now } },
        quietDay,
        quietDay,
        quietDay,
      ],
    }),
    says: [
      'QUIET',
      '7 of 12 settings secure, as before.',
      'Nothing new.',
      'could not be read',
      '2 more than before',
      'And 3 more tenants',
    ],
  },
  { name: 'digest: no tenant', card: digestCard({ since, at: now, tenants: [] }), says: ['Daily digest'] },
];

export const alertSamples: readonly Sample[] = [
  ...digestSamples,
  ...openSamples,
  ...standingSamples,
  ...driftSamples,
  ...noteSamples,
  ...listSamples,
  ...subscriptionSamples,
];

/** The same cards with this text wherever a tenant, a person or Microsoft put one. */
export function hostileAlertCards(text: string): Readonly<Record<string, Card>> {
  const connection = { id: contoso.id, tenantId: contoso.tenantId, name: text };
  const by = { by: text, at: now };
  const findings = Array.from({ length: 6 }, () => finding({ what: text, where: text, source: text }));
  const history = everyNote.map((note) => ({
    ...note,
    by: text,
    ...('what' in note && { what: text }),
    ...('reason' in note && { reason: text }),
    ...('detail' in note && { detail: text }),
  }));
  const common = { connection, findings, findingsTotal: 40, history };
  const user = alert({
    ...common,
    about: { kind: 'user', id: 'u', name: text, userPrincipalName: text },
    riskState: text,
    handled: { verb: 'contain', status: 'done', operationId: 'op_1', ...by },
  });
  const named = securityAlert({
    ...common,
    about: { kind: 'securityAlert', id: 'a', title: text, users: [{ id: null, userPrincipalName: text }], url: text },
    snoozed: { ...by, until: now + 1_000, reason: text },
  });
  const setting = regression({
    ...common,
    findings: [finding({ kind: 'change', what: text, where: text })],
    closed: { how: 'remediated', detail: text, ...by },
  });
  const place = { ...soc, name: text };
  const tenant = { ...contoso, name: text };
  const terms = subscription({ zone: text, createdBy: { oid: 'x', name: text } });
  const wholeForm = {
    subscription: terms,
    isNew: true,
    connections: Array.from({ length: 40 }, () => tenant),
    places: Array.from({ length: 40 }, () => place),
  };
  const listed = { subscription: terms, conversation: place, connections: Array.from({ length: 9 }, () => tenant) };
  const hostileDay = {
    ...day,
    connection,
    opened: [user, named, user, user],
    closed: [user, user, named],
    drifted: [setting, setting, setting],
    operations: [{ ...userOperation(), target: { kind: 'user' as const, id: 'u', label: text } }],
  };
  const operation = {
    ...userOperation('contain', { state: 'awaitingApproval', approval: { conversation: 'c', why: text } }),
    requestedBy: { ...isaiah, name: text },
  };
  return {
    alert: alertCard({ here: soc.id, alert: user, sources, operation, now }),
    'security alert': alertCard({ here: soc.id, alert: named, sources, now }),
    drift: alertCard({ here: soc.id, alert: setting, sources, now }),
    ...Object.fromEntries(history.map((note, index) => [`note ${index}`, alertNoteCard({ alert: user, note })])),
    alerts: alertListCard({ show: 'open', alerts: Array.from({ length: 6 }, () => user), total: 90, page: 1, now }),
    'alert digest': alertDigestCard(digestPage({ alerts: Array.from({ length: 6 }, () => user) })),
    'subscription form': subscriptionFormCard({
      form: { ...wholeForm, lostPlace: true },
      conversation: place,
      here: 'elsewhere',
    }),
    subscribed: subscribedCard({ form: wholeForm, conversation: place }),
    subscriptions: subscriptionsCard({ listed: Array.from({ length: 6 }, () => listed), page: 1 }),
    snooze: snoozeCard({ alert: user }),
    digest: digestCard({ since, at: now, tenants: Array.from({ length: 5 }, () => hostileDay) }),
  };
}

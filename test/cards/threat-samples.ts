import type { Card } from '../../src/cards/card.ts';
import { containConfirmCard } from '../../src/cards/contain-confirm.ts';
import { progressCard } from '../../src/cards/progress.ts';
import { riskyCard } from '../../src/cards/risky.ts';
import { userCard } from '../../src/cards/user.ts';
import { releaseConfirmCard, riskConfirmCard } from '../../src/cards/user-confirm.ts';
import { userOperationCard } from '../../src/cards/user-operation.ts';
import type { ContainmentResult } from '../../src/core/containment/results.ts';
import type { GraphRefusal } from '../../src/core/graph-answers.ts';
import type { Step, StepStatus, UserOperation } from '../../src/core/operations/operation.ts';
import {
  adeleId,
  alert,
  detection,
  listed,
  riskyUser,
  threats,
  unreadSource,
  user,
  userOperation,
  userThreats,
} from './threat-world.ts';
import { contoso, isaiah, now, refusal } from './world.ts';

type Sample = { name: string; card: Card; says: readonly (string | RegExp)[] };

const everybody = { level: 'all', page: 1 } as const;
const noActs = new Map<string, UserOperation>();

const released = userOperation('release', {
  state: 'ended',
  endedAt: now - 1_000,
  steps: [{ name: 'enable', status: 'ok' }],
  result: { kind: 'release', enabled: true, needsReconsent: false, verified: true },
});

const riskySamples: Sample[] = [
  {
    name: 'risky: one',
    card: riskyCard({ threats: threats(), view: everybody, acts: noActs }),
    says: ['Risky users', '1 high · 0 medium · 0 low', 'Adele Vance · High', '1 detection', 'not licensed (Defender)'],
  },
  {
    name: 'risky: none',
    card: riskyCard({ threats: threats({ riskyUsers: listed() }), view: everybody, acts: noActs }),
    says: ['No risky users right now (checked 22 Nov 2026'],
  },
  ...(['needsConsent', 'notLicensed', 'error'] as const).map((status) => ({
    name: `risky: ${status}`,
    card: riskyCard({ threats: threats({ riskyUsers: unreadSource(status) }), view: everybody, acts: noActs }),
    says: ['Who is at risk is not known', /\?/],
  })),
  {
    name: 'risky: contained and released',
    card: riskyCard({
      threats: threats({
        riskyUsers: listed(
          riskyUser(),
          riskyUser({ id: 'released', userPrincipalName: 'alexw@contoso.com', userDisplayName: 'Alex Wilber' }),
          riskyUser({ id: 'untouched', userPrincipalName: 'leeg@contoso.com', userDisplayName: 'Lee Gu' }),
        ),
      }),
      view: everybody,
      acts: new Map([
        [adeleId, contained({ status: 'ok' }, { status: 'ok' })],
        ['released', released],
      ]),
    }),
    says: [/Contained by Isaiah Langer, 22 Nov 2026 08:\d\d UTC/, 'Released by Isaiah Langer'],
  },
  {
    name: 'risky: many pages, unknown members',
    card: riskyCard({
      threats: threats({
        riskyUsers: {
          status: 'ok',
          value: {
            items: Array.from({ length: 40 }, (_, index) => riskyUser({ id: `id${index}`, riskLevel: 'extreme' })),
            truncated: true,
          },
        },
      }),
      view: { level: 'all', page: 2 },
      acts: noActs,
    }),
    says: ['Showing 6–10 of 40', '40 other', 'Microsoft Graph has more risky users'],
  },
];

const userSamples: Sample[] = [
  {
    name: 'user: at risk',
    card: userCard({ threats: userThreats(), mayContain: true, now }),
    says: [
      'Adele Vance',
      'High, at risk',
      'No directory role',
      'Leaked credentials · Lagos, NG',
      'Suspicious inbox rule',
    ],
  },
  {
    name: 'user: protected, privileged, synced guest',
    card: userCard({
      threats: userThreats({
        user: user({ synced: true, guest: true }),
        roles: { status: 'ok', value: [{ templateId: 't', name: 'Global Administrator' }] },
        isProtected: true,
      }),
      mayContain: true,
      now,
    }),
    says: [
      'never disables it',
      'A second person must approve',
      'next sync',
      "guest's own tenant",
      'Global Administrator',
    ],
  },
  {
    name: 'user: nothing could be read',
    card: userCard({
      threats: userThreats({
        risk: unreadSource('needsConsent'),
        detections: unreadSource('error'),
        alerts: unreadSource('notLicensed'),
        roles: unreadSource('error'),
      }),
      mayContain: true,
      now,
    }),
    says: [
      'Not known: reading risky users needs consent.',
      'Not known: reading detections failed. Try again.',
      'Not known: reading open security alerts of the last 7 days is not licensed (Defender).',
      'Could not be read',
    ],
  },
  {
    name: 'user: off, by Bulwark',
    card: userCard({
      threats: userThreats({
        user: user({ accountEnabled: false }),
        releasable: userOperation(),
        lastAct: contained({ status: 'ok' }, { status: 'ok' }),
      }),
      mayContain: true,
      now,
    }),
    says: ['Disabled', 'Bulwark disabled it'],
  },
  {
    name: 'user: off, not by Bulwark',
    card: userCard({ threats: userThreats({ user: user({ accountEnabled: false }) }), mayContain: false, now }),
    says: ['not by Bulwark'],
  },
];

const approval = { conversation: '19:soc', why: 'This user holds a directory role.' };

const containPreview = {
  connection: contoso,
  user: user({ synced: true, guest: true, restricted: true, accountEnabled: false }),
  approval: 'This user holds a directory role.',
  detections: [detection(), detection({ riskEventType: 'anonymizedIPAddress' })],
  operation: userOperation(),
};

const confirmSamples: Sample[] = [
  {
    name: 'contain confirm',
    card: containConfirmCard({ preview: { ...containPreview, user: user() }, now }),
    says: ['Contain Adele Vance?', 'must approve before it runs', 'can press Ask for approval', /^(?!.*Contain now)/s],
  },
  {
    name: 'contain confirm, by one person alone',
    card: containConfirmCard({
      preview: { connection: contoso, user: user(), detections: [], operation: userOperation() },
      now,
    }),
    says: ['Disable the account', 'up to 15 minutes', 'can press Contain now'],
  },
  {
    name: 'contain confirm, every warning',
    card: containConfirmCard({ preview: containPreview, now }),
    says: ['already disabled', 'next sync', "guest's own tenant", 'restricted administrative unit'],
  },
  {
    name: 'release confirm',
    card: releaseConfirmCard({
      preview: { connection: contoso, user: user(), operation: userOperation('release') },
      now,
    }),
    says: ["Turn Adele Vance's account on again?", 'can sign in again'],
  },
  {
    name: 'release confirm, two people',
    card: releaseConfirmCard({
      preview: { connection: contoso, user: user(), approval: approval.why, operation: userOperation('release') },
      now,
    }),
    says: ['This user holds a directory role. A second person must approve before it runs.'],
  },
  ...(['confirmCompromised', 'dismissRisk'] as const).map((verb) => ({
    name: `risk confirm: ${verb}`,
    card: riskConfirmCard({
      preview: { verb, connection: contoso, user: user(), operation: userOperation(verb) },
      now,
    }),
    says: ['Identity Protection', 'It will not'],
  })),
];

type Write = { status: StepStatus; reason?: GraphRefusal['reason'] };

const ways: Readonly<Record<string, Write>> = {
  ok: { status: 'ok' },
  'consent missing': { status: 'failed', reason: 'permissionMissing' },
  privileged: { status: 'failed', reason: 'privilegedTarget' },
  'not found': { status: 'failed', reason: 'notFound' },
  throttled: { status: 'failed', reason: 'throttled' },
  unavailable: { status: 'failed', reason: 'unavailable' },
  'no answer': { status: 'unknown' },
};

function stepOf(name: string, { status, reason }: Write): Step {
  return { name, status, ...(reason ? { refusal: refusal(reason) } : {}) };
}

export function contained(disable: Write, revoke: Write, facts: Partial<ContainmentResult> = {}): UserOperation {
  const steps = [stepOf('disable', disable), stepOf('revoke', revoke)];
  const disabled = disable.status === 'ok';
  const sessionsRevoked = revoke.status === 'ok';
  return userOperation('contain', {
    state: 'ended',
    begunAt: now - 5_000,
    endedAt: now - 1_000,
    reason: 'Leaked credentials',
    steps,
    result: {
      kind: 'containment',
      disabled,
      sessionsRevoked,
      needsReconsent: steps.some((step) => step.refusal?.needsReconsent),
      wasEnabled: true,
      guest: false,
      synced: false,
      verified: { disabled, sessionsRevoked },
      ...facts,
    },
  });
}

function headingOf(disable: Write, revoke: Write): string {
  const done = [disable, revoke].filter(({ status }) => status === 'ok').length;
  if (done === 2) return 'Contained: adelev';
  if (done === 1) return 'Only partly contained: adelev';
  return [disable, revoke].some(({ status }) => status === 'unknown')
    ? 'Not known yet: adelev'
    : 'Not contained: adelev';
}

function markOf({ status }: Write): string {
  if (status === 'unknown') return '? Not known';
  return status === 'ok' ? '✓ Yes' : '✕ No';
}

const containedSamples: Sample[] = Object.entries(ways).flatMap(([first, disable]) =>
  Object.entries(ways).map(([second, revoke]) => ({
    name: `contained: disable ${first}, revoke ${second}`,
    card: userOperationCard({ operation: contained(disable, revoke), mayContain: true, now }),
    says: [headingOf(disable, revoke), `Disabled ${markOf(disable)}`, `Signed out ${markOf(revoke)}`],
  })),
);

const stateSamples: Sample[] = [
  ...(['proposed', 'running', 'cancelled', 'denied', 'expired', 'awaitingApproval'] as const).map((state) => ({
    name: `contain: ${state}`,
    card: userOperationCard({ operation: userOperation('contain', { state, approval }), mayContain: true, now }),
    says: [state === 'awaitingApproval' ? 'Approval needed: Contain' : /adelev|Nothing was changed/],
  })),
  {
    name: 'contain: request elsewhere',
    card: userOperationCard({
      operation: userOperation('contain', { state: 'awaitingApproval', approval }),
      mayContain: true,
      conversation: 'a:personal',
      now,
    }),
    says: ["decides in the operators' conversation"],
  },
  {
    name: 'contain: request where it was asked for',
    card: userOperationCard({
      operation: userOperation('contain', { state: 'awaitingApproval', approval, reason: 'Leaked credentials' }),
      mayContain: true,
      conversation: 'a:1',
      now,
    }),
    says: ["decides in the operators' conversation", 'Reason: Leaked credentials'],
  },
  {
    name: 'contain: request here',
    card: userOperationCard({
      operation: userOperation('contain', { state: 'awaitingApproval', approval }),
      mayContain: true,
      conversation: approval.conversation,
      now,
    }),
    says: ['presses Approve or Deny here'],
  },
  ...(['disabled', 'sessionsRevoked'] as const).map((what) => ({
    name: `contained: ${what} not seen`,
    card: userOperationCard({
      operation: contained(
        { status: 'ok' },
        { status: 'ok' },
        { verified: { disabled: true, sessionsRevoked: true, [what]: false } },
      ),
      mayContain: true,
      now,
    }),
    says: ['Written, but the check does not show it yet: adelev', 'Partly done', '✓ Yes, checked'],
  })),
  {
    name: 'release: not seen',
    card: userOperationCard({
      operation: userOperation('release', {
        state: 'ended',
        of: 'op_contained',
        steps: [stepOf('enable', { status: 'ok' })],
        result: { kind: 'release', enabled: true, needsReconsent: false, verified: false },
      }),
      mayContain: true,
      now,
    }),
    says: ['Written, but the check still reads disabled: adelev', 'Partly done', 'takes back op_contained'],
  },
  {
    name: 'contain: request ran out',
    card: userOperationCard({
      operation: userOperation('contain', { state: 'awaitingApproval', approval, expiresAt: now - 1 }),
      mayContain: true,
      now,
    }),
    says: ['Nothing was changed'],
  },
  {
    name: 'contained: approved, synced guest, off before, interrupted',
    card: userOperationCard({
      operation: {
        ...contained({ status: 'ok' }, { status: 'ok' }, { synced: true, guest: true, wasEnabled: false }),
        approvedBy: isaiah,
        interrupted: true,
      },
      mayContain: true,
      now,
    }),
    says: ['off already', 'next sync', "guest's own tenant", 'Approver Isaiah Langer', 'Bulwark was stopped'],
  },
  {
    name: 'contain: refused late',
    card: userOperationCard({
      operation: contained({ status: 'skipped' }, { status: 'skipped' }, { refused: 'This account is protected.' }),
      mayContain: true,
      now,
    }),
    says: ['Not done: adelev', 'This account is protected.'],
  },
  ...[true, false].map((enabled) => ({
    name: `release: ${enabled ? 'done' : 'failed'}`,
    card: userOperationCard({
      operation: userOperation('release', {
        state: 'ended',
        steps: [stepOf('enable', enabled ? { status: 'ok' } : { status: 'failed', reason: 'permissionMissing' })],
        result: { kind: 'release', enabled, needsReconsent: !enabled, verified: enabled },
      }),
      mayContain: true,
      now,
    }),
    says: [enabled ? 'Released and checked' : 'consent needed'],
  })),
  ...(['confirmCompromised', 'dismissRisk'] as const).map((verb) => ({
    name: `risk: ${verb}`,
    card: userOperationCard({
      operation: userOperation(verb, {
        state: 'ended',
        steps: [stepOf('rate', { status: 'ok' })],
        result: { kind: 'risk', applied: true, needsReconsent: false },
      }),
      mayContain: true,
      now,
    }),
    says: ['Told to Identity Protection'],
  })),
  { name: 'contain: progress', card: progressCard({ draft: userOperation(), now }), says: ['Containing adelev'] },
];

export const threatSamples: readonly Sample[] = [
  ...riskySamples,
  ...userSamples,
  ...confirmSamples,
  ...containedSamples,
  ...stateSamples,
];

/** The same cards with this text wherever a tenant, a person or Microsoft put one. */
export function hostileThreatCards(text: string): Readonly<Record<string, Card>> {
  const connection = { ...contoso, name: text };
  const person = { ...isaiah, name: text };
  const target = user({ displayName: text, userPrincipalName: text });
  const risk = riskyUser({
    userDisplayName: text,
    userPrincipalName: text,
    riskLevel: text,
    riskState: text,
    riskLastUpdatedDateTime: text,
  });
  const found = detection({
    riskEventType: text,
    ipAddress: text,
    activityDateTime: text,
    location: { city: text, state: text, countryOrRegion: text },
  });
  const operation = {
    ...contained({ status: 'failed', reason: 'rejected' }, { status: 'ok' }),
    connection,
    target: { kind: 'user', id: target.id, label: text } as const,
    requestedBy: person,
    approvedBy: person,
    reason: text,
  };
  const listing = threats({
    connection,
    riskyUsers: listed(risk, risk, risk, risk, risk),
    riskDetections: listed(found),
  });
  const acts = new Map([[risk.id, operation]]);
  const known = userThreats({
    connection,
    user: target,
    risk: { status: 'ok', value: risk },
    detections: listed(found, found, found, found, found, found),
    alerts: listed(...Array.from({ length: 4 }, () => alert({ title: text, severity: text }))),
    roles: { status: 'ok', value: [{ templateId: 't', name: text }] },
    lastAct: operation,
  });
  const preview = { connection, user: target, approval: text, detections: [found], operation };
  return {
    risky: riskyCard({ threats: listing, view: everybody, acts }),
    user: userCard({ threats: known, mayContain: true, now }),
    'contain confirm': containConfirmCard({ preview, now }),
    'release confirm': releaseConfirmCard({ preview, now }),
    'user operation': userOperationCard({ operation, mayContain: true, now }),
  };
}

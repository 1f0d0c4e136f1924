import { approvedCard } from '../../src/cards/approved.ts';
import { auditCard } from '../../src/cards/audit.ts';
import type { Card } from '../../src/cards/card.ts';
import { connectCard } from '../../src/cards/connect.ts';
import { statusCard } from '../../src/cards/status.ts';
import { neededAppRoles } from '../../src/core/app-roles.ts';
import type { ConsentRequest } from '../../src/core/consent/consent-request.ts';
import type { Operation } from '../../src/core/operations/operation.ts';
import { certificatePart, type Status } from '../../src/core/status.ts';
import { graphDown } from '../core/fakes/refusals.ts';
import { contained } from './threat-samples.ts';
import { contoso, ended, isaiah, now, operation, steps } from './world.ts';

type Sample = { name: string; card: Card; says: readonly (string | RegExp)[] };

const minute = 60_000;

/** Asked for a moment ago, for the tenant of fabrikam.com. */
export function consent(facts: Partial<ConsentRequest> = {}): ConsentRequest {
  return {
    id: 'consent_01JDG6T9M3',
    organization: 'org_1',
    tenantId: '5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58',
    label: 'fabrikam.com',
    requestedBy: isaiah,
    via: { channel: 'chat' },
    state: 'waiting',
    createdAt: now,
    expiresAt: now + 10 * minute,
    ...facts,
  };
}

const link = 'https://login.microsoftonline.com/5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58/v2.0/adminconsent?state=x';
const fabrikam = { id: 'conn_2', name: 'Fabrikam', mode: 'aiPilot' } as const;

function connect(name: string, request: ConsentRequest, says: Sample['says'], withLink = false): Sample {
  return { name: `connect: ${name}`, card: connectCard({ request, now, ...(withLink ? { link } : {}) }), says };
}

const connectSamples: Sample[] = [
  connect(
    'link',
    consent(),
    ['Connect a Microsoft 365 tenant', 'fabrikam.com · 5d0e7b42', 'works once', '(10 min)'],
    true,
  ),
  connect('again', consent({ connectionId: 'conn_2' }), ['Grant consent again'], true),
  connect('proving', consent({ state: 'proving' }), ['Consent came back', 'updates by itself']),
  connect('granted', consent({ state: 'granted', connection: fabrikam, missing: [] }), [
    'Connected: Fabrikam',
    'fix what you confirm',
  ]),
  connect(
    'granted in part',
    consent({ state: 'granted', connection: { ...fabrikam, mode: 'read' }, missing: neededAppRoles.write }),
    ['change nothing', 'Not granted: ', /Policy\.ReadWrite\.Authorization/],
  ),
  connect('refused', consent({ state: 'refused', why: 'Consent was not granted.' }), [
    'Consent was not granted',
    'Start again',
  ]),
  connect('wrong tenant', consent({ state: 'wrongTenant' }), ['Another tenant answered']),
  connect('failed', consent({ state: 'failed', why: 'Microsoft says that no consent was granted in this tenant.' }), [
    'Consent could not be proved',
    'Microsoft says that no consent was granted',
  ]),
  connect('ran out', consent({ state: 'expired' }), ['The link ran out']),
  connect('ran out just now', consent({ expiresAt: now }), ['The link ran out']),
];

const done = ended({ steps: steps('ok', 'ok'), result: { applied: true, verified: true } });
const kinds: readonly Operation[] = [
  done,
  operation({ state: 'running', begunAt: now - 1_000 }),
  ended({ verb: 'undo', steps: steps('ok', 'failed'), result: { applied: true } }),
  ended({ steps: steps('failed', 'skipped'), result: {} }),
  ended({ steps: steps('unknown', 'failed'), result: {} }),
  ended({ steps: steps('skipped', 'skipped'), result: { refused: 'You need the hardener role.' } }),
];

const noneUndone: ReadonlySet<string> = new Set();
const ofPlan = ended({ plan: 'plan_1', steps: steps('ok', 'ok'), result: { applied: true, verified: true } });

const auditSamples: Sample[] = [
  {
    name: 'audit: every outcome',
    card: auditCard({ page: { operations: kinds, cursor: '17' }, putBack: noneUndone, isFirst: true, seesAll: true }),
    says: [
      'Everybody, newest first',
      'Harden Security Defaults enabled',
      ' · Done',
      ' · Waiting',
      ' · Partly done',
      ' · Not done',
      ' · Not known',
      'Isaiah Langer',
      'There is more.',
    ],
  },
  {
    name: 'audit: last page of eight',
    card: auditCard({
      page: { operations: Array(8).fill(done) },
      putBack: new Set([done.id]),
      isFirst: false,
      seesAll: false,
    }),
    says: ['What you asked for', 'Nothing older.', ' · Done, undone since'],
  },
  {
    name: 'audit: of a plan',
    card: auditCard({ page: { operations: [ofPlan] }, putBack: noneUndone, isFirst: true, seesAll: true }),
    says: ['Contoso · part of a plan · op_'],
  },
  {
    name: 'audit: contained and released',
    card: auditCard({
      page: { operations: [contained({ status: 'ok' }, { status: 'ok' })] },
      putBack: new Set(['op_01JDG6T9M4']),
      isFirst: true,
      seesAll: true,
    }),
    says: ['Contain adelev@contoso.com · Done, released since'],
  },
  {
    name: 'audit: nothing yet',
    card: auditCard({ page: { operations: [] }, putBack: noneUndone, isFirst: true, seesAll: true }),
    says: ['No changes made with Bulwark yet.'],
  },
];

const works = [
  { name: 'Store', ok: true },
  { name: 'Journal', ok: true },
];
const endingCertificate = { name: 'the certificate of the bot', endsAt: Date.UTC(2026, 11, 2) };
const consentGone = { status: 'needsConsent', reason: 'appNotConsented', needsReconsent: true } as const;
const score = { secure: 6, judged: 12, unread: 0, superseded: 0, accepted: 0 };

function status(name: string, facts: Partial<Status>, says: Sample['says'], mayConnect = true): Sample {
  const shown = {
    version: '1.2.3',
    parts: works,
    connections: [{ connection: contoso, asked: true, missing: [], score }],
    ...facts,
  };
  return { name: `status: ${name}`, card: statusCard({ status: shown, mayConnect, now }), says };
}

const statusSamples: Sample[] = [
  status('well', {}, [
    'Everything works',
    'Bulwark 1.2.3 · 22 Nov 2026 08:14 UTC',
    'Contoso',
    'Everything on the list can be read.',
  ]),
  status('a part is down', { parts: [{ name: 'Journal', ok: false, fix: 'Run the doctor.' }] }, [
    'Something needs attention',
    /✕ Run the doctor/,
  ]),
  status('a certificate ends soon', { parts: [...works, ...certificatePart([endingCertificate], now)] }, [
    'Something needs attention',
    /! On 2026-12-02 the certificate of the bot ends/,
  ]),
  status(
    'permissions missing',
    {
      connections: [
        {
          ...{ connection: { ...contoso, connectedBy: 'Megan Bowen' }, asked: true, missing: ['A', 'B'] },
          score: { ...score, unread: 3 },
        },
      ],
    },
    ['Connected by Megan Bowen. 3 settings could not be read just now. Not granted: 2 permissions.'],
  ),
  status('nothing connected', { connections: [] }, ['No Microsoft 365 tenant is connected yet.']),
  status(
    'for a viewer',
    { connections: [{ connection: { ...contoso, mode: 'read' }, asked: true, missing: [] }] },
    ['reads only', 'All permissions are granted.'],
    false,
  ),
  status('no access', { connections: [{ connection: contoso, asked: true, refusal: consentGone }] }, [
    'Something needs attention',
    'nobody has consented',
  ]),
  status('no answer', { connections: [{ connection: contoso, asked: true, missing: [], refusal: graphDown }] }, [
    'Microsoft did not answer just now.',
  ]),
  status(
    'told as known',
    {
      connections: [
        { connection: contoso, asked: false },
        { connection: { ...contoso, health: 'ok' }, asked: false, missing: [] },
        { connection: { ...contoso, health: 'noAccess' }, asked: false, missing: [] },
      ],
    },
    ['Nobody has looked at its consent yet.', 'when Bulwark last looked', 'nobody has consented'],
  ),
];

const approvedSamples: Sample[] = [
  {
    name: 'approved',
    card: approvedCard({ approved: true, operators: false }),
    says: ['This conversation is approved'],
  },
  {
    name: 'approved for operators',
    card: approvedCard({ approved: true, operators: true }),
    says: ["The operators' notices come here"],
  },
  {
    name: 'approval withdrawn',
    card: approvedCard({ approved: false, operators: false }),
    says: ['The approval is withdrawn', 'no tenant data here any more'],
  },
];

export const peopleSamples = [...connectSamples, ...auditSamples, ...statusSamples, ...approvedSamples];

/** These cards with this text wherever somebody outside can write. */
export function hostilePeopleCards(text: string): Readonly<Record<string, Card>> {
  const connection = { ...contoso, name: text, connectedBy: text };
  const hostile = {
    ...done,
    connection,
    requestedBy: { ...isaiah, name: text },
    target: { ...done.target, label: text },
  };
  const score = { secure: 0, judged: 0, unread: 1, superseded: 0, accepted: 0 };
  return {
    'consent link': connectCard({ request: consent({ label: text }), link, now }),
    'consent granted': connectCard({
      request: consent({ state: 'granted', connection: { ...fabrikam, name: text }, missing: Array(40).fill(text) }),
      now,
    }),
    'consent failed': connectCard({ request: consent({ state: 'failed', why: text }), now }),
    audit: auditCard({
      page: { operations: Array(8).fill(hostile), cursor: '1' },
      putBack: noneUndone,
      isFirst: true,
      seesAll: true,
    }),
    status: statusCard({
      status: {
        version: text,
        parts: [{ name: 'Store', ok: false, fix: text }],
        connections: Array(5).fill({ connection, score }),
      },
      mayConnect: true,
      now,
    }),
  };
}

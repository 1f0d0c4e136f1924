import { exceptionFormCard } from '../../src/cards/exception-form.ts';
import { explainCard } from '../../src/cards/explain.ts';
import { postureCard } from '../../src/cards/posture.ts';
import type { PolicyException } from '../../src/core/exceptions/policy-exception.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { Posture, PostureRow } from '../../src/core/posture.ts';
import { type PostureFilter, postureFilters } from '../../src/core/posture-order.ts';
import { dayMs } from '../../src/core/time.ts';
import type { Sample } from './samples.ts';
import { contoso, guestInvites, isaiah, now, postureOf, refusal } from './world.ts';

const today = now - (now % dayMs);

export function exception(facts: Partial<PolicyException> = {}): PolicyException {
  return {
    organization: 'org_1',
    connection: contoso,
    policyKey: guestInvites.key,
    reason: 'Partners are onboarded by the sales teams until March.',
    owner: 'Identity team',
    acceptedBy: isaiah,
    acceptedAt: now - 3 * dayMs,
    expiresAt: today + 30 * dayMs,
    inForce: true,
    ...facts,
  };
}

const over = exception({ expiresAt: today, inForce: false });
const loose = { values: { guest_invites: 'everyone', security_defaults: false } };
const accepted = await postureOf({ ...loose, exceptions: [exception()] });
const ranOut = await postureOf({ ...loose, exceptions: [over] });
const onlyAccepted = await postureOf({ values: { guest_invites: 'everyone' }, exceptions: [exception()] });

function rowIn({ rows }: Posture): PostureRow {
  const found = rows.find(({ policy }) => policy === guestInvites);
  if (!found) throw new Error('no such row');
  return found;
}

function postureSample(name: string, posture: Posture, filter: PostureFilter, says: Sample['says'], page = 1): Sample {
  const card = postureCard({ posture, view: { filter, page }, mayHarden: true, now, viewer: '29:reader' });
  return { name: `posture: ${name}`, card, says };
}

/** Forty settings in four states with every text at its longest. */
const longText = (length: number) => 'Lengthy words of a setting '.repeat(20).slice(0, length).trimEnd();
const longName = { ...contoso, id: `conn_${'x'.repeat(26)}`, name: longText(256) };

function longRow(index: number, state: number): PostureRow {
  const known = allowList[index % allowList.length] ?? guestInvites;
  const policy = { ...known, key: `${known.key}_${index}`.padEnd(30, 'x'), title: longText(70) };
  if (state === 3) return { policy, status: 'error', refusal: refusal('throttled') };
  const judged = { policy, status: 'ok', current: longText(100), compliant: state === 1, superseded: false } as const;
  if (state === 0) return { ...judged, exception: { ...over, owner: longText(100) } };
  return state === 2 ? { ...judged, exception: exception({ owner: longText(100) }) } : judged;
}

function fortyRows(stateOf: (index: number) => number): Posture {
  const rows = Array.from({ length: 40 }, (_, index) => longRow(index, stateOf(index)));
  const score = { secure: 10, judged: 20, unread: 10, superseded: 0, accepted: 10 };
  return {
    connection: longName,
    readAt: now - dayMs,
    rows,
    score,
    conditionalAccess: {
      status: 'ok',
      value: { total: 240, enabled: 100, reportOnly: 100, disabled: 40, deviceRegistration: 0 },
    },
  };
}

const tenants = { 'all open': () => 0, 'every state': (index: number) => index % 4 };

const fortySamples: Sample[] = Object.entries(tenants).flatMap(([what, stateOf]) =>
  postureFilters.flatMap((filter) =>
    Array.from({ length: 8 }, (_, page) =>
      postureSample(`forty settings, ${what}, ${filter}, page ${page + 1}`, fortyRows(stateOf), filter, [], page + 1),
    ),
  ),
);

function explained(name: string, posture: Posture, says: Sample['says'], mayHarden = true): Sample {
  const read = { row: rowIn(posture), connectionName: 'Contoso', connectionId: 'conn_1' };
  return { name: `explain: ${name}`, card: explainCard({ policy: guestInvites, ...read, mayHarden }), says };
}

function formOf(posture: Posture, owner: string) {
  const row = rowIn(posture);
  if (row.status !== 'ok') throw new Error('not read');
  const days = { firstDay: today, lastDay: today + 364 * dayMs };
  return exceptionFormCard({ deviation: { connection: posture.connection, row, ...days }, owner });
}

export const exceptionSamples: readonly Sample[] = [
  postureSample('one accepted', accepted, 'all', [
    '38 of 39 secure',
    '1 accepted',
    'Accepted until 21 Dec 2026, answered for by Identity team. Now: Everyone, guests too',
    '◷',
  ]),
  postureSample('only accepted', accepted, 'accepted', ['Showing 1–1 of 1 (only accepted).']),
  postureSample('an exception that ran out', ranOut, 'open', [
    'Not secure. Now: Everyone, guests too. Secure value: Admins and Guest Inviters',
    'exception over since 22 Nov 2026',
  ]),
  postureSample('secure apart from what is accepted', onlyAccepted, 'all', [
    '39 of 39 secure',
    'Apart from what is accepted, all 39 policies are at their secure value.',
  ]),
  ...fortySamples,
  explained('accepted', accepted, [
    '◷ Not secure, accepted until 21 Dec 2026 in Contoso',
    'Accepted until 21 Dec 2026 · answered for by Identity team',
    'Partners are onboarded by the sales teams until March.',
    'Accepted by Isaiah Langer at 19 Nov 2026 08:14 UTC',
  ]),
  explained('accepted, for a viewer', accepted, ['Accepted until 21 Dec 2026'], false),
  explained('an exception that ran out', ranOut, [
    '✕ Not secure in Contoso',
    'No longer accepted: the exception ran out after 21 Nov 2026',
  ]),
  {
    name: 'exception form',
    card: formOf(ranOut, 'Isaiah Langer'),
    says: [
      `Accept “${guestInvites.title}” as it is?`,
      'Now Everyone, guests too',
      'Nothing in the tenant changes: it stays not secure.',
    ],
  },
];

/** The same cards with a text from outside in every place. */
export async function hostileExceptionCards(text: string) {
  const connection = { ...contoso, name: text };
  const told = exception({ owner: text, reason: text, acceptedBy: { ...isaiah, name: text } });
  const seen = await postureOf({ connection, values: { guest_invites: text }, exceptions: [told] });
  const past = await postureOf({
    connection,
    values: { guest_invites: text },
    exceptions: [{ ...told, inForce: false }],
  });
  const explain = (posture: Posture) =>
    explainCard({ policy: guestInvites, row: rowIn(posture), connectionName: text, mayHarden: true });
  const list = (posture: Posture, filter: PostureFilter) =>
    postureCard({ posture, view: { filter, page: 1 }, mayHarden: true, now });
  return {
    'accepted posture': list(seen, 'accepted'),
    'posture with an exception that ran out': list(past, 'open'),
    'accepted explain': explain(seen),
    'explain of an exception that ran out': explain(past),
    'exception form': formOf(seen, text),
  };
}

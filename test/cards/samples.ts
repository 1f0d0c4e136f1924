import type { Card } from '../../src/cards/card.ts';
import { explainCard } from '../../src/cards/explain.ts';
import { hardenConfirmCard } from '../../src/cards/harden-confirm.ts';
import { helpCard } from '../../src/cards/help.ts';
import { messageCard } from '../../src/cards/message.ts';
import { nothingToDoCard } from '../../src/cards/nothing-to-do.ts';
import { operationCard } from '../../src/cards/operation.ts';
import { postureCard } from '../../src/cards/posture.ts';
import { progressCard } from '../../src/cards/progress.ts';
import { withRepeatNote } from '../../src/cards/repeat-note.ts';
import { undoConfirmCard } from '../../src/cards/undo-confirm.ts';
import { whoamiCard } from '../../src/cards/whoami.ts';
import type { GraphRefusal } from '../../src/core/graph-answers.ts';
import type { PolicyOperation } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { passes } from '../../src/core/policies/compare.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import type { Posture } from '../../src/core/posture.ts';
import { alertSamples } from './alert-samples.ts';
import { exceptionSamples } from './exception-samples.ts';
import { guidedSamples } from './guided-samples.ts';
import { peopleSamples } from './people-samples.ts';
import { planSamples } from './plan-samples.ts';
import { threatSamples } from './threat-samples.ts';
import { tokenPolicySamples } from './token-policy-samples.ts';
import {
  conditionalAccess,
  contoso,
  ended,
  guestInvites,
  isaiah,
  now,
  operation,
  policy,
  postureOf,
  refusal,
  securityDefaults,
  steps,
  unread,
} from './world.ts';

export type Sample = {
  name: string;
  card: Card;
  /** What this branch must say, in the card's own text. */
  says: readonly (string | RegExp)[];
};

const authorization = '/policies/authorizationPolicy';
const mixedValues = {
  security_defaults: false,
  guest_invites: 'everyone',
  risky_app_consent: true,
  legacy_msol_powershell: false,
  user_tenant_creation: true,
  email_verified_join: true,
};

function everyDocument(reason: GraphRefusal['reason']) {
  return Object.fromEntries(allowList.map(({ document }) => [document, reason]));
}

export const postures = {
  mixed: await postureOf({ values: mixedValues }),
  superseded: await postureOf({
    values: mixedValues,
    conditionalAccess: conditionalAccess({ enabled: 3, reportOnly: 1 }),
  }),
  secure: await postureOf({}),
  secureBesideConditionalAccess: await postureOf({
    values: { security_defaults: false },
    conditionalAccess: conditionalAccess({ enabled: 4 }),
  }),
  stale: await postureOf({ values: mixedValues, readAt: now - 22 * 60_000 }),
  partlyUnread: await postureOf({
    values: { security_defaults: false },
    unreadDocuments: { [authorization]: 'permissionMissing' },
    conditionalAccess: unread('notLicensed'),
  }),
  nothingRead: await postureOf({
    unreadDocuments: { ...everyDocument('unavailable'), [securityDefaults.document]: 'notLicensed' },
    conditionalAccess: unread('permissionMissing'),
  }),
};

function posture(
  name: string,
  seen: Posture,
  says: Sample['says'],
  view: Partial<Parameters<typeof postureCard>[0]> = {},
): Sample {
  const card = postureCard({ posture: seen, view: { filter: 'all', page: 1 }, mayHarden: true, now, ...view });
  return { name: `posture: ${name}`, card, says };
}

const postureSamples: Sample[] = [
  posture('mixed', postures.mixed, [
    'Contoso · read 22 Nov 2026 08:14 UTC from Microsoft Graph',
    '34 of 40 secure',
    'Not secure. Now: Off. Secure value: On',
    'Not secure. Now: Everyone, guests too. Secure value: Admins and Guest Inviters',
    'Conditional Access: no policies in this tenant.',
    'Showing 1–5 of 40 (all policies).',
    'Select a policy for its details.',
    'Harden sets a policy to its secure value',
  ]),
  posture('second page', postures.mixed, ['Showing 6–10 of 40 (all policies).'], {
    view: { filter: 'all', page: 2 },
  }),
  posture('a page that is gone', postures.mixed, ['Showing 36–40 of 40 (all policies).'], {
    view: { filter: 'all', page: 9 },
  }),
  posture('only not secure', postures.mixed, ['Showing 1–5 of 6 (only not secure).'], {
    view: { filter: 'open', page: 1 },
  }),
  posture('only not secure, none', postures.secure, ['Showing none (only not secure).'], {
    view: { filter: 'open', page: 1 },
  }),
  posture('for a viewer', postures.mixed, ['Changing a policy needs the hardener role.'], { mayHarden: false }),
  posture('beside Conditional Access', postures.superseded, [
    '34 of 39 secure',
    '1 not applicable',
    'Conditional Access: 3 of 4 policies on, 1 in report-only mode, 0 off. Bulwark only reports these; it never changes them.',
  ]),
  posture('beside Conditional Access, second page', postures.superseded, ['Not applicable: Conditional Access is on'], {
    view: { filter: 'all', page: 2 },
  }),
  posture('all secure', postures.secure, [
    '40 of 40 secure',
    'All 40 policies are at their secure value.',
    '■■■■■■■■■■ 100%',
  ]),
  posture('all that apply secure', postures.secureBesideConditionalAccess, [
    '39 of 39 secure',
    'All 39 policies that apply are at their secure value.',
  ]),
  posture('stale', postures.stale, ['Read 22 min ago.']),
  posture('partly unread', postures.partlyUnread, [
    '27 of 28 secure',
    '12 not read',
    'Could not read: needs consent',
    'Conditional Access: could not be read: not licensed (Microsoft Entra ID P1).',
    '12 of 40 could not be read.',
  ]),
  posture('nothing read', postures.nothingRead, [
    'Could not read',
    'None of the policies that apply could be read, so nothing is known about them.',
    'Could not read: not licensed',
    'Could not read: error, try again',
    'Conditional Access: could not be read: needs consent.',
    '40 of 40 could not be read.',
  ]),
];

const proposed = operation();

const confirmSamples: Sample[] = [
  ...allowList.map((entry) => ({
    name: `harden confirm: ${entry.key}`,
    card: hardenConfirmCard({
      preview: {
        policy: entry,
        connection: contoso,
        from: looseValue(entry),
        to: entry.secure,
        operation: operation({ target: targetOf(entry.key) }),
      },
      now,
    }),
    says: [
      `Harden “${entry.title}”?`,
      entry.about,
      entry.impact.text,
      entry.revert,
      'It stops working at 22 Nov 2026 08:23 UTC (in 9 min)',
    ],
  })),
  {
    name: 'undo confirm',
    card: undoConfirmCard({
      preview: {
        policy: securityDefaults,
        connection: contoso,
        from: true,
        to: false,
        original: hardened(),
        operation: operation({ verb: 'undo', of: 'op_01JDG6T9M3', id: 'op_01JDG7AAAA' }),
      },
      now,
    }),
    says: [
      'Put back “Security Defaults enabled”?',
      'less secure',
      'Undoes the change by Isaiah Langer at 22 Nov 2026 08:14 UTC · reference op_01JDG6T9M3',
      'It stops working at 22 Nov 2026 08:23 UTC',
    ],
  },
  {
    name: 'nothing to harden',
    card: nothingToDoCard({
      kind: 'harden',
      preview: { policy: securityDefaults, connection: contoso, from: true, to: true },
    }),
    says: ['It is already On. Nothing to do.'],
  },
  {
    name: 'nothing to harden, stricter',
    card: nothingToDoCard({
      kind: 'harden',
      preview: { policy: guestInvites, connection: contoso, from: 'none', to: guestInvites.secure },
    }),
    says: ['It is already Nobody, which is strict enough. Nothing to do.'],
  },
  {
    name: 'nothing to undo',
    card: nothingToDoCard({
      kind: 'undo',
      preview: { policy: securityDefaults, connection: contoso, from: false, to: false, original: hardened() },
    }),
    says: ['It is already Off, as it was before the change. Nothing to do.'],
  },
  {
    name: 'progress',
    card: progressCard({ draft: proposed, now }),
    says: ['Hardening Security Defaults enabled', 'Writing… Checking…', 'reference op_01JDG6T9M3', 'updates by itself'],
  },
  {
    name: 'progress of an undo',
    card: progressCard({ draft: { ...proposed, verb: 'undo' }, now }),
    says: ['Putting back Security Defaults enabled'],
  },
];

/** A value that hardening would change. */
function looseValue(entry: PolicyEntry) {
  return entry.words.map(([value]) => value).find((value) => !passes(entry, value)) ?? null;
}

function targetOf(key: string): PolicyOperation['target'] {
  return { kind: 'policy', id: key, label: policy(key).title };
}

export function hardened(facts: Partial<PolicyOperation> = {}): PolicyOperation {
  return { ...ended({ steps: steps('ok', 'ok'), result: { applied: true, verified: true, now: true } }), ...facts };
}

function result(name: string, seen: PolicyOperation, says: Sample['says'], mayUndo = true): Sample {
  return { name: `operation: ${name}`, card: operationCard({ operation: seen, mayUndo, now }), says };
}

const permission = refusal('permissionMissing', {
  permission: 'Policy.ReadWrite.SecurityDefaults',
  code: 'Authorization_RequestDenied',
  requestId: 'b7c8d9e0-0000-4000-8000-000000000000',
});

const operationSamples: Sample[] = [
  result('hardened', hardened({ reason: 'Audit finding 12' }), [
    'Hardened and checked',
    'By Isaiah Langer at 22 Nov 2026 08:14 UTC · reference op_01JDG6T9M3',
    'Reason: Audit finding 12',
    'Before Off',
    'Now On',
    'Write ✓ Done',
    'Check ✓ Reads On',
    'Done',
  ]),
  result('hardened, for a viewer', hardened(), ['Hardened and checked'], false),
  result(
    'hardened by a key, before-state unknown',
    hardened({
      requestedBy: { kind: 'key', organization: 'org_1', keyId: 'k1', name: 'nightly' },
      before: undefined as never,
    }),
    ['By API key nightly', 'Bulwark did not record the earlier value. To go back, change it in Entra.'],
  ),
  result(
    'put back',
    ended({
      verb: 'undo',
      of: 'op_00',
      steps: steps('ok', 'ok'),
      result: { applied: true, verified: true, now: false },
    }),
    ['Put back and checked', 'undoes op_00'],
  ),
  result('written, still old', ended({ steps: steps('ok', 'failed'), result: { applied: true, now: false } }), [
    'Written, but the check still reads Off',
    'Partly done',
    'Check ✕ Still reads Off',
  ]),
  result(
    'put back, still old',
    ended({ verb: 'undo', of: 'op_00', steps: steps('ok', 'failed'), result: { applied: true, now: true } }),
    ['Written, but the check still reads On'],
  ),
  result('written, not read back', ended({ steps: steps('ok', 'unknown'), result: { applied: true } }), [
    'Written, but it could not be read back',
    'Check ? Could not be read',
    'Now Not read',
  ]),
  result('consent needed', ended({ steps: steps('failed', 'skipped', permission), result: { needsReconsent: true } }), [
    'Not changed: consent needed',
    'Not done',
    'An admin must grant consent again',
    'needs Policy.ReadWrite.SecurityDefaults · code Authorization_RequestDenied · request b7c8d9e0-0000-4000-8000-000000000000',
  ]),
  result(
    'consent needed to read',
    ended({
      steps: [{ name: 'read', status: 'failed', refusal: permission }, ...steps('skipped', 'skipped')],
      result: { needsReconsent: true, from: null },
    }),
    ['Not changed: consent needed', 'Before Not read', 'Read first ✕ Failed', 'Write – Not sent'],
  ),
  ...(
    [
      'notLicensed',
      'throttled',
      'notFound',
      'privilegedTarget',
      'blockedByPolicy',
      'tenantNotFound',
      'operatorCredential',
      'rejected',
      'badResponse',
      'unavailable',
    ] as const
  ).map((reason) =>
    result(`not changed, ${reason}`, ended({ steps: steps('failed', 'skipped', refusal(reason)), result: {} }), [
      /Not changed: \w/,
      'Write ✕ Failed',
    ]),
  ),
  result(
    'one domain of two',
    ended({
      target: targetOf('password_never_expires'),
      steps: [
        { name: 'domain contoso.com', status: 'ok' },
        { name: 'domain fabrikam.example', status: 'failed', refusal: refusal('rejected') },
        { name: 'verify', status: 'failed' },
      ],
      result: { applied: false, from: 90, to: 2_147_483_647, now: 90 },
    }),
    ['Only partly changed: 1 of 2 were written', 'Domain contoso.com: ✓ Done', 'Domain fabrikam.example: ✕ Failed'],
  ),
  result(
    'created',
    hardened({
      steps: [
        { name: 'create', status: 'ok' },
        { name: 'verify', status: 'ok' },
      ],
    }),
    ['Create ✓ Done'],
  ),
  result('no answer, still old', ended({ steps: steps('unknown', 'failed'), result: { now: false } }), [
    'Not known yet: no answer to the write, and it reads Off so far',
    'Not known',
    'Write ? No answer',
    'may or may not have taken effect',
  ]),
  result('no answer, not read back', ended({ steps: steps('unknown', 'unknown'), result: {} }), [
    'Not known yet: no answer to the write, and it could not be read afterwards',
  ]),
  result('interrupted, took effect', hardened({ interrupted: true }), [
    'Bulwark was stopped while working; a later read shows On.',
  ]),
  result(
    'interrupted, no effect',
    ended({ interrupted: true, steps: steps('failed', 'failed'), result: { now: false } }),
    ['Not changed: the write did not take effect', 'a later read shows Off'],
  ),
  result('interrupted, not read', ended({ interrupted: true, steps: steps('unknown', 'unknown'), result: {} }), [
    'a later read did not succeed',
  ]),
  result('nothing to do', ended({ steps: steps('skipped', 'ok'), result: { verified: true, from: true, now: true } }), [
    'Nothing to do: it already reads On',
    'Write – Not sent',
  ]),
  result(
    'refused late',
    ended({
      steps: [{ name: 'write', status: 'skipped' }],
      result: { refused: 'Microsoft Graph is busy. Try again in 30 seconds.', from: null, to: null },
    }),
    ['Not changed', 'Microsoft Graph is busy. Try again in 30 seconds.'],
  ),
  result('proposed', proposed, ['Waiting for confirmation', 'Waiting']),
  result('running', operation({ state: 'running', begunAt: now }), ['Writing… Checking…']),
  result('cancelled', operation({ state: 'cancelled', endedAt: now }), ['Cancelled. Nothing was changed.']),
  result('proposed, past its time', operation({ expiresAt: now }), [
    'This confirmation ran out at 22 Nov 2026 08:14 UTC.',
  ]),
  result('expired', operation({ state: 'expired' }), [
    'This confirmation ran out at 22 Nov 2026 08:23 UTC. Nothing was changed.',
    'Start again',
  ]),
];

function rowOf(seen: Posture, key: string) {
  const row = seen.rows.find((candidate) => candidate.policy.key === key);
  if (!row) throw new Error(`No row ${key}`);
  return row;
}

function explained(name: string, facts: Partial<Parameters<typeof explainCard>[0]>, says: Sample['says']): Sample {
  return { name: `explain: ${name}`, card: explainCard({ policy: securityDefaults, mayHarden: true, ...facts }), says };
}

const read = { connectionName: 'Contoso', connectionId: 'conn_1' };

const explainSamples: Sample[] = [
  ...allowList.map((entry) =>
    explained(entry.key, { policy: entry }, [
      entry.title,
      entry.about,
      entry.impact.text,
      entry.revert,
      entry.permissions.write,
      ...entry.references.flatMap(({ id, differs = '' }) => [id, differs]),
    ]),
  ),
  explained('not secure', { ...read, row: rowOf(postures.mixed, 'security_defaults') }, [
    '✕ Not secure in Contoso',
    'Now Off',
    'Secure On',
    'Microsoft does not allow both',
  ]),
  explained(
    'not secure, for a viewer',
    { ...read, row: rowOf(postures.mixed, 'security_defaults'), mayHarden: false },
    ['✕ Not secure in Contoso'],
  ),
  explained('secure', { ...read, row: rowOf(postures.secure, 'security_defaults') }, ['✓ Secure in Contoso', 'Now On']),
  explained('superseded', { ...read, row: rowOf(postures.superseded, 'security_defaults') }, [
    '– Not applicable: Conditional Access is on, which takes its place in Contoso',
  ]),
  explained('unread', { ...read, row: rowOf(postures.nothingRead, 'security_defaults') }, [
    '? Could not read: not licensed in Contoso',
  ]),
];

const commands = [
  { usage: 'help', help: 'What I can do for you' },
  { usage: 'posture [all|open]', help: "Your tenant's security policies, worst first" },
  { usage: 'explain <policy>', help: 'What a policy does, who asks for it and what hardening changes' },
  { usage: 'harden <policy>', help: 'Set a policy to its secure value. Asks first' },
  { usage: 'undo <op>', help: 'Put back what an operation changed. Asks first' },
  { usage: 'whoami', help: 'Who I think you are and what you may do' },
];
const status = 'Your roles: viewer, hardener.';

const otherSamples: Sample[] = [
  {
    name: 'help',
    card: helpCard({ commands, mayRead: true, greeting: false, status }),
    says: ['Bulwark shows', status, 'harden <policy>', 'Set a policy to its secure value. Asks first'],
  },
  {
    name: 'welcome',
    card: helpCard({
      commands,
      mayRead: true,
      greeting: true,
      status,
      installedBy: 'Megan Bowen',
    }),
    says: ['Try: posture', 'Added by Megan Bowen.'],
  },
  {
    name: 'welcome without a role',
    card: helpCard({ commands: [], mayRead: false, greeting: true, status: 'You have no role yet.' }),
    says: [/Bulwark shows(?!.*Try: posture)(?!.*Show posture)/s],
  },
  {
    name: 'unknown word',
    card: helpCard({
      commands,
      mayRead: true,
      greeting: false,
      status,
      unknown: { typed: 'harding', suggestions: ['harden', 'help', 'undo', 'posture'] },
    }),
    says: ["I don't know “harding”. Did you mean harden, help or undo?"],
  },
  {
    name: 'unknown word, nothing near',
    card: helpCard({ commands, mayRead: true, greeting: false, status, unknown: { typed: 'xyzzy', suggestions: [] } }),
    says: [/I don't know “xyzzy”\.(?! Did)/],
  },
  {
    name: 'whoami',
    card: whoamiCard({
      ...isaiah,
      roles: ['viewer', 'hardener'],
      conversation: { type: 'channel', approved: true },
      organization: 'Contoso Ltd',
    }),
    says: [
      'Isaiah Langer, of the organization Contoso Ltd',
      'Roles viewer, hardener',
      'Channel, approved for tenant data',
      isaiah.oid,
    ],
  },
  {
    name: 'whoami, no role',
    card: whoamiCard({ ...isaiah, roles: [], conversation: { type: 'personal', approved: false } }),
    says: ['Roles None', '1:1 chat, not approved for tenant data', 'Ask a Bulwark admin for one.'],
  },
  {
    name: 'message: info',
    card: messageCard({
      tone: 'info',
      title: 'Not connected',
      text: 'No Microsoft 365 tenant is connected in AI Pilot mode.',
      fix: 'Ask a Bulwark admin to connect one.',
    }),
    says: ['Not connected', 'Ask a Bulwark admin to connect one.'],
  },
  {
    name: 'message: warning',
    card: messageCard({
      tone: 'warning',
      title: 'Not done',
      text: 'It was changed again after Bulwark set it.',
      reference: 'op_01JDG6T9M3',
      actions: [{ title: 'Show posture', verb: 'posture.show' }],
    }),
    says: ['Not done', 'Reference op_01JDG6T9M3'],
  },
  {
    name: 'message: with a button of its own',
    card: messageCard({
      tone: 'warning',
      title: 'Something went wrong',
      text: 'Nothing was changed. Try again in a minute.',
      reference: '5f0c',
      actions: [{ title: 'Try again', verb: 'posture.show', data: { connectionId: 'conn_1' } }],
    }),
    says: ['Something went wrong', 'Reference 5f0c'],
  },
];

const repeatSample: Sample = {
  name: 'message that may be there twice',
  card: withRepeatNote(messageCard({ tone: 'info', title: 'A message', text: 'It says something.' })),
  says: ['may repeat an earlier one'],
};

/** Every card in every branch. */
export const samples: readonly Sample[] = [
  ...postureSamples,
  ...confirmSamples,
  ...operationSamples,
  ...explainSamples,
  ...otherSamples,
  ...exceptionSamples,
  ...guidedSamples,
  ...planSamples,
  ...peopleSamples,
  ...threatSamples,
  ...alertSamples,
  ...tokenPolicySamples,
  repeatSample,
];

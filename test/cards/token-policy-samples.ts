import type { Card } from '../../src/cards/card.ts';
import { pageOf } from '../../src/cards/pages.ts';
import { tokenPoliciesCard } from '../../src/cards/token-policies.ts';
import { tokenPolicyCard } from '../../src/cards/token-policy.ts';
import {
  deleteConfirmCard,
  tokenPolicyUndoConfirmCard,
  unassignConfirmCard,
} from '../../src/cards/token-policy-confirm.ts';
import { tokenPolicyOperationCard } from '../../src/cards/token-policy-operation.ts';
import type { Step, TokenPolicyOperation, TokenPolicyResult } from '../../src/core/operations/operation.ts';
import type { Holder, TokenPolicy } from '../../src/core/token-policies/token-policy.ts';
import { contoso, isaiah, now, refusal } from './world.ts';

type Sample = { name: string; card: Card; says: readonly (string | RegExp)[] };

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;

function tokenPolicy(facts: Partial<TokenPolicy> = {}): TokenPolicy {
  return {
    id: guid(1),
    type: 'TokenLifetimePolicy',
    displayName: 'Long sessions for payroll',
    definition: '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}',
    isOrganizationDefault: false,
    deletedDateTime: null,
    ...facts,
  };
}

function holder(digit: number, displayName: string, kind: Holder['kind'] = 'application'): Holder {
  return { kind, id: guid(digit), displayName, document: {} };
}

const payroll = holder(4, 'Payroll');
const portal = holder(5, 'HR portal', 'servicePrincipal');

const saml = tokenPolicy({
  id: guid(2),
  type: 'TokenIssuancePolicy',
  displayName: 'Signed SAML for HR',
  definition:
    '{"TokenIssuancePolicy":{"Version":1,"TokenResponseSigningPolicy":"TokenOnly","SamlTokenVersion":"1.1","SigningAlgorithm":"http://www.w3.org/2000/09/xmldsig#rsa-sha1","EmitSAMLNameFormat":true}}',
});
const retired = tokenPolicy({
  id: guid(3),
  displayName: 'Session limits of 2019',
  definition:
    '{"TokenLifetimePolicy":{"Version":1,"MaxInactiveTime":"30.00:00:00","MaxAgeSessionSingleFactor":"until-revoked"}}',
});
const standard = tokenPolicy({
  id: guid(6),
  displayName: 'Half an hour for all',
  definition: '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"00:30:30"}}',
  isOrganizationDefault: true,
});
const broken = tokenPolicy({ id: guid(7), displayName: 'Broken', definition: 'nope' });

const listed = [
  { policy: tokenPolicy(), holders: [payroll] },
  { policy: saml, holders: [payroll, portal, holder(8, 'Intranet'), holder(9, 'Time sheets')] },
  { policy: retired, holders: [] },
  { policy: standard, holders: [] },
  { policy: broken, holders: [portal] },
  {
    policy: tokenPolicy({ id: guid(8), displayName: 'As usual', definition: '{"TokenLifetimePolicy":{"Version":1}}' }),
    holders: [],
  },
];

function list(name: string, items: typeof listed, says: Sample['says'], wanted = 1): Sample {
  const hasDefault = items.some(({ policy }) => policy.isOrganizationDefault);
  return {
    name: `token policies: ${name}`,
    card: tokenPoliciesCard({ connection: contoso, page: pageOf(items, wanted, 5), hasDefault, now }),
    says,
  };
}

function detail(
  name: string,
  policy: TokenPolicy,
  holders: readonly Holder[],
  mayWrite: boolean,
  says: Sample['says'],
): Sample {
  const inUse = { connection: contoso, policy, holders };
  return { name: `token policy: ${name}`, card: tokenPolicyCard({ inUse, mayWrite, now }), says };
}

function asked(facts: Partial<TokenPolicyOperation> = {}): TokenPolicyOperation {
  const { id, tenantId, name } = contoso;
  return {
    id: 'op_01JDG6T9M4',
    organization: 'org_1',
    verb: 'deleteTokenPolicy',
    connection: { id, tenantId, name },
    target: { kind: 'tokenPolicy', id: guid(1), label: 'Long sessions for payroll' },
    requestedBy: isaiah,
    via: { channel: 'chat' },
    state: 'proposed',
    createdAt: now - 60_000,
    expiresAt: now + 540_000,
    steps: [],
    interrupted: false,
    ...facts,
  };
}

const nothing: TokenPolicyResult = { kind: 'tokenPolicy', applied: false, verified: false, needsReconsent: false };
const done: TokenPolicyResult = { ...nothing, applied: true, verified: true };
const step = (name: string, status: Step['status'], why?: Step['refusal']): Step => ({
  name,
  status,
  ...(why && { refusal: why }),
});
const checked = [step('write', 'ok'), step('verify', 'ok')];
const linkTarget = { ...asked().target, holder: { kind: 'application', id: guid(4), displayName: 'Payroll' } } as const;

function outcome(name: string, facts: Partial<TokenPolicyOperation>, says: Sample['says'], mayUndo = true): Sample {
  const operation = asked({
    state: 'ended',
    endedAt: now - 2_000,
    before: { policy: tokenPolicy(), holders: [] },
    ...facts,
  });
  return { name: `token policy operation: ${name}`, card: tokenPolicyOperationCard({ operation, mayUndo, now }), says };
}

function undoOf(facts: Partial<TokenPolicyOperation>): Card {
  const original = asked({ state: 'ended', endedAt: now - 60_000, ...facts });
  const preview = { connection: contoso, original, operation: asked({ verb: 'undo', of: original.id }) };
  return tokenPolicyUndoConfirmCard({ preview, now });
}

const confirms: readonly Sample[] = [
  {
    name: 'delete confirm: in use',
    card: deleteConfirmCard({
      preview: { connection: contoso, policy: tokenPolicy(), holders: [payroll, portal], operation: asked() },
      now,
    }),
    says: ['Delete Long sessions for payroll?', 'Payroll, HR portal will lose it.', 'new object ID'],
  },
  {
    name: 'delete confirm: the tenant default',
    card: deleteConfirmCard({
      preview: { connection: contoso, policy: standard, holders: [], operation: asked() },
      now,
    }),
    says: [
      'It is the tenant default: the tokens of every app whose service principal has no policy of its own change.',
    ],
  },
  {
    name: 'unassign confirm',
    card: unassignConfirmCard({
      preview: {
        connection: contoso,
        policy: tokenPolicy(),
        holders: [payroll],
        operation: asked({ verb: 'unassignTokenPolicy' }),
      },
      now,
    }),
    says: [
      'Unassign Long sessions for payroll from Payroll?',
      'From Payroll (application).',
      'The policy itself stays.',
    ],
  },
  {
    name: 'undo confirm: of a delete',
    card: undoOf({ before: { policy: standard, holders: [payroll] } }),
    says: ['Create Long sessions for payroll anew?', 'Assigned again to Payroll.', 'It is the tenant default then'],
  },
  {
    name: 'undo confirm: of a creation',
    card: undoOf({ verb: 'createTokenPolicy', result: { ...done, policy: tokenPolicy() } }),
    says: ['which was created?', 'Only while it is unchanged and assigned to nothing.'],
  },
  {
    name: 'undo confirm: of the creation of a tenant default',
    card: undoOf({ verb: 'createTokenPolicy', input: standard, result: { ...done, policy: standard } }),
    says: ['It is the tenant default no more: the tokens of every app'],
  },
  {
    name: 'undo confirm: of making it the tenant default',
    card: undoOf({ verb: 'updateTokenPolicy', input: { isOrganizationDefault: true }, before: { ...tokenPolicy() } }),
    says: ['It is the tenant default no more: the tokens of every app'],
  },
  {
    name: 'undo confirm: of an update',
    card: undoOf({ verb: 'updateTokenPolicy', before: { ...standard } }),
    says: [
      'Put Long sessions for payroll back as it was?',
      'Tokens live 30 min 30 s',
      'shorter than default',
      'It is the tenant default then: it reaches every app',
    ],
  },
  {
    name: 'undo confirm: of an assignment',
    card: undoOf({ verb: 'assignTokenPolicy', target: linkTarget }),
    says: ['Take Long sessions for payroll away again?', 'From Payroll (application).'],
  },
  {
    name: 'undo confirm: of an unassignment',
    card: undoOf({ verb: 'unassignTokenPolicy', target: linkTarget }),
    says: ['Assign Long sessions for payroll again?', 'To Payroll (application).'],
  },
];

const outcomes: readonly Sample[] = [
  outcome('deleted', { steps: checked, result: done }, ['Deleted and checked', 'Seen in the tenant']),
  outcome(
    'waits for a second person',
    { state: 'awaitingApproval', approval: { conversation: '19:soc', why: 'Here this always takes two people.' } },
    ['Approval needed', 'Why two', 'Asked for by', "decides in the operators' conversation"],
  ),
  outcome('deleted, for a reader', { steps: checked, result: done }, ['Deleted and checked'], false),
  outcome(
    'unassigned',
    { verb: 'unassignTokenPolicy', target: linkTarget, steps: checked, result: { ...done, policy: tokenPolicy() } },
    ['Unassigned and checked', 'Payroll (application)'],
  ),
  outcome(
    'created anew',
    {
      verb: 'undo',
      of: 'op_00',
      steps: [step('write', 'ok'), step(`assign application ${guid(4)}`, 'ok'), step('verify', 'ok')],
      result: { ...done, policy: tokenPolicy({ id: guid(9) }) },
    },
    ['Put back and checked', guid(9), 'it has a new object ID', 'undoes op_00'],
  ),
  outcome(
    'created anew, not all assigned',
    {
      verb: 'undo',
      of: 'op_00',
      steps: [
        step('write', 'ok'),
        step(`assign application ${guid(4)}`, 'failed', refusal('rejected')),
        step('verify', 'failed'),
      ],
      result: { ...nothing, applied: true, policy: tokenPolicy({ id: guid(9) }) },
    },
    ['Only a part of it could be done', 'Partly done', 'Microsoft Graph refused it'],
  ),
  outcome(
    'not seen yet',
    { steps: [step('write', 'ok'), step('verify', 'failed')], result: { ...nothing, applied: true } },
    ['Written, but the check does not show it yet'],
  ),
  outcome('no answer', { steps: [step('write', 'unknown'), step('verify', 'unknown')], result: nothing }, [
    'Not known yet: no answer to the write',
  ]),
  outcome(
    'refused by Graph',
    {
      steps: [step('write', 'failed', refusal('rejected', { code: 'Request_BadRequest' })), step('verify', 'skipped')],
      result: nothing,
    },
    ['Not changed: Microsoft Graph refused it', 'code Request_BadRequest'],
  ),
  outcome(
    'without consent',
    {
      steps: [step('read', 'failed', refusal('permissionMissing')), step('write', 'skipped')],
      result: { ...nothing, needsReconsent: true },
    },
    ['Not changed: consent needed', 'An admin must grant consent again'],
  ),
  outcome(
    'nothing to do',
    { verb: 'undo', steps: [step('write', 'skipped'), step('verify', 'ok')], result: { ...nothing, verified: true } },
    ['Nothing to do: it is so already'],
  ),
  outcome(
    'refused late',
    { steps: [step('write', 'skipped')], result: { ...nothing, refused: 'The policy was changed again since.' } },
    ['Not changed', 'The policy was changed again since.'],
  ),
  outcome('interrupted', { interrupted: true, steps: checked, result: done }, ['Bulwark was stopped while working']),
  outcome('cancelled', { state: 'cancelled' }, ['Cancelled. Nothing was changed.']),
  outcome('ran out', { state: 'proposed', expiresAt: now - 1 }, ['This confirmation ran out', 'Start again']),
  outcome('running', { state: 'running' }, ['Writing… Checking…']),
  outcome('without an outcome', {}, ['Not known yet: no outcome was recorded']),
];

export const tokenPolicySamples: readonly Sample[] = [
  list('first page', listed, [
    'Tokens live 8 h (Entra default 60–90 min): longer than default.',
    'Assigned to Payroll.',
    'SAML assertions signed (TokenOnly), SHA-1 (weak), SAML 1.1, name formats sent.',
    'Assigned to Payroll, HR portal, Intranet and 1 more.',
    'Contains MaxInactiveTime, MaxAgeSessionSingleFactor: ignored by Entra since 30 Jan 2021',
    'Assigned to nothing and not the organization default: has no effect.',
    'Tenant default',
    'Its definition cannot be read.',
    "An organization default outranks an application's own policy.",
    'Showing 1–5 of 6.',
  ]),
  list('last page', listed, ['Sets no token lifetime', 'Showing 6–6 of 6.'], 2),
  list('none', [], ['No token policies in this tenant.']),
  detail('in use', tokenPolicy(), [payroll, portal], true, ['AccessTokenLifetime', 'HR portal (service principal)']),
  detail('for a reader', tokenPolicy(), [payroll], false, ['Payroll (application)']),
  detail('the tenant default', standard, [], true, ['Yes, for the whole tenant', 'outranks']),
  detail(
    'used by many',
    saml,
    Array.from({ length: 9 }, (_, at) => holder(at, `App ${at}`)),
    true,
    ['4 more are not shown here.'],
  ),
  detail('retired and unused', retired, [], true, ['has no effect', 'ignored by Entra']),
  ...confirms,
  ...outcomes,
];

/** Cards with text of the tenant's making in every place that takes some. */
export function hostileTokenPolicyCards(text: string): Readonly<Record<string, Card>> {
  const connection = { ...contoso, name: text };
  const policy = tokenPolicy({ displayName: text, definition: text });
  const named = tokenPolicy({
    displayName: text,
    definition: JSON.stringify({ TokenIssuancePolicy: { SamlTokenVersion: text } }),
    type: 'TokenIssuancePolicy',
  });
  const holders = Array.from({ length: 7 }, (_, at) => holder(at, text));
  const items = Array.from({ length: 5 }, () => ({ policy: named, holders }));
  const target = { kind: 'tokenPolicy', id: guid(1), label: text, holder: { ...payroll, displayName: text } } as const;
  const operation = asked({ connection, target, requestedBy: { ...isaiah, name: text } });
  const preview = { connection, policy, holders, operation };
  const told = refusal('permissionMissing', { permission: text, code: text, requestId: text });
  const failed = asked({
    ...operation,
    state: 'ended',
    steps: [step(text, 'failed', told)],
    result: { ...nothing, needsReconsent: true },
  });
  const original = asked({ ...operation, before: { policy, holders } });
  return {
    'token policies': tokenPoliciesCard({ connection, page: pageOf(items, 1, 5), hasDefault: true, now }),
    'token policy': tokenPolicyCard({ inUse: { connection, policy, holders }, mayWrite: true, now }),
    'delete confirm': deleteConfirmCard({ preview, now }),
    'unassign confirm': unassignConfirmCard({ preview, now }),
    'undo of a delete': tokenPolicyUndoConfirmCard({ preview: { connection, original, operation }, now }),
    'token policy operation': tokenPolicyOperationCard({ operation: failed, mayUndo: true, now }),
  };
}

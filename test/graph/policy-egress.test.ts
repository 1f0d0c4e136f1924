import { describe, expect, it } from 'vitest';
import { allowList, findPolicy } from '../../src/core/policies/allow-list.ts';
import type { GraphDocument } from '../../src/core/policies/compare.ts';
import type { PolicyChange } from '../../src/core/policies/policy-port.ts';
import { writesFor } from '../../src/core/policies/wanted.ts';
import { egressList } from '../../src/graph/egress.ts';
import { requestFor } from '../../src/graph/policy-requests.ts';
import { changed, loosest, securing } from '../core/policies/documents.ts';
import { facts } from '../core/policies/facts.ts';

const root = 'https://graph.microsoft.com/v1.0';
const egress = egressList(root, allowList);
const rows = allowList.map((entry) => [entry.key, entry] as const);

type Sent = { method: string; path: string; body: GraphDocument | undefined };

/** What would be sent to carry a change out. */
function sentFor(key: string, change: PolicyChange, before: GraphDocument): Sent[] {
  const entry = findPolicy(key)!;
  return writesFor(entry, change, before).map((write) => requestFor(entry, write, before));
}

function leaves({ method, path, body }: Sent, purpose: PolicyChange['kind'], before: GraphDocument): boolean {
  const text = body && JSON.stringify(body);
  return egress.allows({ purpose, method, url: root + path, body: text, before });
}

describe.each(rows)('%s', (key, entry) => {
  const before = loosest(entry.document);
  const change = securing(entry);
  const after = changed(entry, change, before);
  const restore = { kind: 'restore', captured: before } as const;

  it('may be hardened and put back, by what is sent and by nothing more', () => {
    const hardening = sentFor(key, change, before);
    const undoing = sentFor(key, restore, after);
    expect(hardening.length).toBeGreaterThan(0);
    expect(undoing).toHaveLength(hardening.length);
    for (const one of hardening) expect(leaves(one, change.kind, before)).toBe(true);
    for (const one of undoing) expect(leaves(one, 'restore', after)).toBe(true);
  });

  it('may not be hardened by a body that does not make it secure', () => {
    for (const one of sentFor(key, restore, after).filter(({ method }) => method !== 'DELETE')) {
      expect(leaves(one, change.kind, after)).toBe(false);
    }
  });

  it('may not be changed with something else beside it', () => {
    for (const one of sentFor(key, change, before)) {
      const more = { ...one, body: { ...one.body, displayName: 'Other', blockMsolPowerShell: true } };
      expect(leaves(more, change.kind, before)).toBe(false);
      expect(leaves(more, 'restore', before)).toBe(false);
    }
  });

  it('goes out as the purpose it serves only', () => {
    const [one] = sentFor(key, change, before);
    expect(leaves(one!, change.kind === 'secure' ? 'guided' : 'secure', before)).toBe(false);
  });
});

it.each(facts.filter(({ body }) => body).map(({ key, body }) => [key, body]))(
  'the body that hardens %s is the documented one',
  (key, body) => {
    const entry = findPolicy(String(key))!;
    expect(sentFor(entry.key, { kind: 'secure' }, loosest(entry.document)).map((one) => one.body)).toEqual([body]);
  },
);

describe('what a tenant had', () => {
  const sent = (key: string) => {
    const entry = findPolicy(key)!;
    return sentFor(key, securing(entry), loosest(entry.document))[0]!.body!;
  };

  it('stays: grants of other kinds', () => {
    expect(sent('user_consent')).toEqual({
      defaultUserRolePermissions: {
        permissionGrantPoliciesAssigned: [
          'managePermissionGrantsForSelf.microsoft-user-default-low',
          'ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team',
        ],
      },
    });
  });

  it('stays: reviewers, other banned words, other values', () => {
    expect(sent('admin_consent_workflow')['reviewers']).toEqual([
      { query: '/groups/5b1f0c1e-8b5e-4a53-9a2c-6c3f0e7d1a20/transitiveMembers', queryType: 'MicrosoftGraph' },
      { query: '/users/9d2c3f1a-0b7e-4c55-8f21-6a4b7d9e0c13', queryType: 'MicrosoftGraph' },
    ]);
    const values = sent('banned_passwords')['values'] as { name: string; value: string }[];
    expect(values).toHaveLength(6);
    expect(values).toContainEqual({ name: 'BannedPasswordList', value: 'contoso\tfabrikam' });
    expect(sent('guest_group_owners')['values']).toContainEqual({ name: 'ClassificationList', value: 'A,B' });
  });

  it('stays: whom a method or campaign leaves out', () => {
    const legal = { targetType: 'group', id: '5b1f0c1e-8b5e-4a53-9a2c-6c3f0e7d1a20' };
    expect(sent('authenticator_sign_in_context')).toMatchObject({
      featureSettings: {
        displayAppInformationRequiredState: { state: 'enabled', excludeTarget: legal },
        displayLocationInformationRequiredState: { state: 'enabled', excludeTarget: legal },
      },
    });
    expect(sent('mfa_registration_campaign')).toMatchObject({
      registrationEnforcement: {
        authenticationMethodsRegistrationCampaign: { snoozeDurationInDays: 3, excludeTargets: [legal] },
      },
    });
  });

  it('stays: other restrictions of apps, and the device settings that a PUT would reset', () => {
    expect(sent('app_credential_lifetime')).toMatchObject({
      applicationRestrictions: { passwordCredentials: [{ restrictionType: 'customPasswordAddition' }, {}] },
    });
    const { localAdminPassword: _, ...others } = sent('laps');
    expect(loosest('/policies/deviceRegistrationPolicy')).toMatchObject(others);
  });
});

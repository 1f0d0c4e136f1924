import { expect, it } from 'vitest';
import { allowList, findPolicy } from '../../src/core/policies/allow-list.ts';
import { patchOf, wantedValue } from '../../src/graph/patch.ts';
import allowlist from '../fixtures/allowlist.json' with { type: 'json' };

it.each(allowList.map((entry) => [entry.key, entry] as const))('%s is sent byte for byte', (key, entry) => {
  const listed = allowlist.find((setting) => setting.key === key);
  expect(patchOf(entry, wantedValue(entry, { kind: 'secure' }))).toBe(JSON.stringify(listed?.body));
});

it('puts back the captured value of the one field', () => {
  const entry = findPolicy('user_app_registration')!;
  const captured = { id: 'x', defaultUserRolePermissions: { allowedToCreateApps: true, allowedToCreateTenants: true } };
  const body = patchOf(entry, wantedValue(entry, { kind: 'restore', captured }));
  expect(body).toBe('{"defaultUserRolePermissions":{"allowedToCreateApps":true}}');
});

it('puts back an unset value as null', () => {
  const entry = findPolicy('risky_app_consent')!;
  const value = wantedValue(entry, { kind: 'restore', captured: { allowUserConsentForRiskyApps: null } });
  expect(patchOf(entry, value)).toBe('{"allowUserConsentForRiskyApps":null}');
});

it('has nothing to put back when the captured document lacks the field', () => {
  const entry = findPolicy('user_app_registration')!;
  const captured = { defaultUserRolePermissions: {} };
  expect(() => wantedValue(entry, { kind: 'restore', captured })).toThrow(
    'no defaultUserRolePermissions.allowedToCreateApps',
  );
});

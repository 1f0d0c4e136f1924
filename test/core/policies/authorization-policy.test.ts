import { expect, it } from 'vitest';
import { authorizationPolicy } from '../../../src/core/policies/authorization-policy.ts';
import { inWords, passes } from '../../../src/core/policies/compare.ts';
import type { PolicyEntry } from '../../../src/core/policies/entry.ts';

const member = 'a0b1b346-4d3e-4e8b-98f8-753987be4970';
const limited = '10dae51f-b6af-4016-8d66-8c2a99b929b3';
const restricted = '2af84b1e-32c8-42b7-82bc-daa82404023b';

it('is one document with one field per setting', () => {
  expect(new Set(authorizationPolicy.map((entry) => entry.document))).toEqual(
    new Set(['/policies/authorizationPolicy']),
  );
  expect(new Set(authorizationPolicy.map((entry) => entry.field)).size).toBe(authorizationPolicy.length);
});

it('never writes the property that Microsoft asks not to set', () => {
  expect(authorizationPolicy.filter((entry) => entry.field.endsWith('allowedToReadOtherUsers'))).toEqual([]);
});

it('takes risky app consent that was never set for blocked', () => {
  const entry = named('risky_app_consent');
  expect([null, false, true].map((value) => passes(entry, value))).toEqual([true, true, false]);
  expect(inWords(entry, null)).toBe('Blocked (never set)');
});

it('leaves a tenant alone in which nobody can invite guests', () => {
  const entry = named('guest_invites');
  expect([passes(entry, 'none'), passes(entry, 'None'), passes(entry, null)]).toEqual([true, true, false]);
});

it('leaves limited guest access alone and says that EIDSCA does not', () => {
  const entry = named('guest_directory_access');
  expect([restricted, limited, member, null].map((id) => passes(entry, id))).toEqual([true, true, false, false]);
  expect(entry.references.find(({ source }) => source === 'EIDSCA')?.differs).toContain('not Limited access');
});

it('reads role ids in any letter case', () => {
  expect(inWords(named('guest_directory_access'), member.toUpperCase())).toBe('Same access as members');
});

function named(key: string): PolicyEntry {
  const entry = authorizationPolicy.find((listed) => listed.key === key);
  if (!entry) throw new Error(`No setting is called ${key}.`);
  return entry;
}

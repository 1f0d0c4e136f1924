import { expect, it } from 'vitest';
import { parseFilter } from '../../src/aadgraph/filter.ts';
import type { TokenPolicy } from '../../src/core/token-policies/token-policy.ts';

const policy: TokenPolicy = {
  id: '092a6e8a-e25d-42b8-8151-c105445150ee',
  type: 'TokenLifetimePolicy',
  displayName: "Bob's (policy)",
  definition: '{}',
  isOrganizationDefault: false,
  deletedDateTime: null,
};

it.each([
  ["type eq 'TokenLifetimePolicy'", true],
  ["type eq 'tokenlifetimepolicy'", true],
  ["type eq 'TokenIssuancePolicy'", false],
  ["displayName eq 'Bob''s (policy)'", true],
  ["startswith(displayName,'bob')", true],
  ["startswith(displayName , 'alice')", false],
  ['isTenantDefault eq false', true],
  ['isTenantDefault eq true', false],
  ["displayName ge 'a' and displayName le 'c'", true],
  ["type eq 'x' or (displayName ge 'b' and isTenantDefault eq false)", true],
  ["(type eq 'x' or type eq 'TokenLifetimePolicy') and isTenantDefault eq true", false],
  ["objectId eq '092A6E8A-E25D-42B8-8151-C105445150EE'", true],
])('%s is %s of it', (text, expected) => {
  expect(parseFilter(text)?.(policy)).toBe(expected);
});

it.each([
  '',
  'type',
  'type eq',
  'type eq TokenLifetimePolicy',
  "type eq 'x' and",
  "type ne 'x'",
  "definition eq 'x'",
  "constructor eq 'x'",
  "type toString 'x'",
  "type eq 'x' 'y'",
  "type eq 'x",
  "startswith(type,'x'",
  "startswith('x',type)",
  'startswith(type,true)',
  `${'('.repeat(5_000)}type eq 'x'${')'.repeat(5_000)}`,
  "type eq 'x'; drop",
])('%j is not understood', (text) => {
  expect(parseFilter(text)).toBeUndefined();
});

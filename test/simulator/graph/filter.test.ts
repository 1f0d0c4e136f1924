import { expect, test } from 'vitest';
import { parseFilter } from '../../../src/simulator/graph/filter.ts';

const item = {
  riskState: 'atRisk',
  riskLevel: 'high',
  count: 3,
  isDeleted: false,
  gone: null,
  at: '2026-11-22T08:00:00.123Z',
  user: { name: "Pat O'Hara" },
};

test.each([
  ["riskState eq 'atRisk'", true],
  ["riskState eq 'ATRISK'", true],
  ["riskState ne 'atRisk'", false],
  ["riskState eq 'dismissed' or riskLevel eq 'high'", true],
  ["riskState eq 'atRisk' and riskLevel eq 'low'", false],
  ["riskState eq 'x' and riskState eq 'y' or count eq 3", true],
  ["riskState eq 'x' and (riskState eq 'y' or count eq 3)", false],
  ["not (riskState eq 'x')", true],
  ['count ge 3 and count lt 4', true],
  ['isDeleted eq false', true],
  ['gone eq null', true],
  ['missing eq null', true],
  ['at ge 2026-11-22T08:00:00Z', true],
  ['at ge 2026-11-22T08:00:00+02:00', true],
  ['at lt 2026-11-22', false],
  ["user/name eq 'Pat O''Hara'", true],
  ["startswith(riskState,'at')", true],
  ["endsWith(user/name, 'hara')", true],
])('%s', (filter, expected) => {
  expect(parseFilter(filter)?.(item)).toBe(expected);
});

import { expect, it } from 'vitest';
import { openTenant } from '../graph/tenant.ts';
import { fuzzUserPaths } from '../graph/user-path-fuzz.ts';

const times = process.env['GATES_SLICE'] ? 300 : 5_000;

it(`${times} users with hostile names: only readings of users and writes by object id leave`, async () => {
  const { reads, writes } = await fuzzUserPaths(await openTenant(), times);
  expect(reads).toBeGreaterThan(times / 5);
  expect(writes).toBeGreaterThan(times / 15);
});

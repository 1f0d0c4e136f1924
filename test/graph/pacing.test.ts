import { expect, it } from 'vitest';
import { pace } from '../../src/graph/pacing.ts';
import { fakeClock } from './fake-clock.ts';

const conditionalAccess = '/identity/conditionalAccess/policies?$select=id';

it.each([conditionalAccess, '/identityProtection/riskyUsers'])('waits for its turn before %s', async (path) => {
  const clock = fakeClock();
  const asked: string[] = [];
  const slot = {
    async next(tenantId: string) {
      asked.push(tenantId);
      return 1_100;
    },
  };
  await pace(slot, clock, 'tenant', path);
  expect([asked, clock.slept]).toEqual([['tenant'], [1_100]]);
});

it.each(['/policies/authorizationPolicy', '/$batch', '/users/x'])('takes no turn for %s', async (path) => {
  const slot = { next: () => Promise.reject(new Error('asked')) };
  await pace(slot, fakeClock(), 'tenant', path);
});

it('does not wait longer than five seconds, but says when to come back', async () => {
  const clock = fakeClock();
  const refusal = { status: 'error', reason: 'throttled', needsReconsent: false, retryAfterS: 8 };
  await expect(pace({ next: async () => 7_200 }, clock, 'tenant', conditionalAccess)).rejects.toMatchObject({
    customError: { fault: 'refused', refusal },
  });
  expect(clock.slept).toEqual([]);
});

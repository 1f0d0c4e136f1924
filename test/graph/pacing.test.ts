import { expect, it } from 'vitest';
import { pace } from '../../src/graph/pacing.ts';
import { fakeClock } from './fake-clock.ts';

const conditionalAccess = '/identity/conditionalAccess/policies?$select=id';

const nobody = () => Promise.reject(new Error('asked'));

it.each([conditionalAccess, '/identityProtection/riskyUsers'])('waits for its turn before %s', async (path) => {
  const clock = fakeClock();
  const asked: string[] = [];
  const slot = {
    async next(tenantId: string) {
      asked.push(tenantId);
      return 1_100;
    },
    spare: nobody,
  };
  await pace(slot, clock, { tenantId: 'tenant', path });
  expect([asked, clock.slept]).toEqual([['tenant'], [1_100]]);
});

it.each(['/policies/authorizationPolicy', '/$batch', '/users/x'])('takes no turn for %s', async (path) => {
  await pace({ next: nobody, spare: nobody }, fakeClock(), { tenantId: 'tenant', path });
});

it('does not wait longer than five seconds, but says when to come back', async () => {
  const clock = fakeClock();
  const refusal = { status: 'error', reason: 'throttled', needsReconsent: false, retryAfterS: 8 };
  const slot = { next: async () => 7_200, spare: nobody };
  await expect(pace(slot, clock, { tenantId: 'tenant', path: conditionalAccess })).rejects.toMatchObject({
    customError: { fault: 'refused', refusal },
  });
  expect(clock.slept).toEqual([]);
});

const nobodyWaits = { tenantId: 'tenant', path: conditionalAccess, givesWay: true };

it('lets everybody go first where nobody waits for the answer', async () => {
  const clock = fakeClock();
  const waits = [1_100, 1_100, 0];
  await pace({ next: nobody, spare: async () => waits.shift() ?? 0 }, clock, nobodyWaits);
  expect(clock.slept).toEqual([1_100, 1_100]);
});

it('gives up where others keep the service busy until its time is over', async () => {
  const clock = fakeClock();
  const slot = { next: nobody, spare: async () => 1_100 };
  await expect(pace(slot, clock, nobodyWaits, clock.now() + 3_000)).rejects.toMatchObject({
    customError: { fault: 'refused', refusal: { reason: 'throttled' } },
  });
});

import { expect, it } from 'vitest';
import { testFaults } from './fault-tests.ts';
import { until } from './until.ts';
import { openWorld } from './world.ts';

testFaults({ slow: false });

it('claims what Graph accepted, but not that it was checked when nobody could read it', async () => {
  const world = await openWorld();
  await world.fault({ method: 'PATCH', path: 'authorizationPolicy', delayMs: 500 });
  const toggling = world.product.toggle({ key: 'user_app_registration' });
  await until('the write is on its way', async () => (await world.graphWrites()).length > 0);
  await world.fault({ method: 'GET', path: 'authorizationPolicy', status: 403 });
  const { body } = await toggling;
  expect(body.data).toMatchObject({ applied: true, verified: false, needsReconsent: false });
  expect(body.operation).toMatchObject({ status: 'unknown', steps: [{ status: 'ok' }, { status: 'unknown' }] });
});

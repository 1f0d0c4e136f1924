import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { openWorld, sharedWorld } from '../world-client.ts';

test('future tokens carry exactly the granted roles', async () => {
  const world = await openWorld();
  expect((await world.control('POST', 'grants', { roles: ['Policy.Read.All'] })).status).toBe(204);
  expect(decodeJwt((await world.token()).body.access_token)['roles']).toEqual(['Policy.Read.All']);
  await world.control('POST', 'grants', { roles: [] });
  expect(decodeJwt((await world.token()).body.access_token)).not.toHaveProperty('roles');
});

test('null takes the consent away', async () => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: null });
  expect((await world.token()).body.error_codes).toEqual([700016]);
});

test.each([{}, { roles: 'Policy.Read.All' }, { roles: [1] }, []])('%o is 400', async (body) => {
  const world = await sharedWorld();
  expect((await world.control('POST', 'grants', body)).status).toBe(400);
  expect((await world.token()).status).toBe(200);
});

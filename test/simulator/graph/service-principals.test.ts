import { expect, test } from 'vitest';
import { type Json, openWorld } from '../world-client.ts';

test('the app can read what it was granted', async () => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: ['Application.Read.All', 'Policy.Read.All', 'constructor'] });
  const path = `/servicePrincipals(appId='${world.facts.graphAppId}')/appRoleAssignments`;
  const { value } = (await world.graph('GET', path)).body;
  expect(value.map((one: Json) => one.appRoleId)).toEqual([
    '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    '246dd0d5-5bd0-4def-940b-0421030a5b68',
  ]);
});

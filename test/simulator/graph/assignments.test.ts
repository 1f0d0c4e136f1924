import { expect, test } from 'vitest';
import { type Json, openWorld, type WorldClient } from '../world-client.ts';

const policies = '/policies/tokenLifetimePolicies';
const hrPortal = '/applications/5c7f1e3a-9b48-4d26-a0c5-e1b8d6f24970';

async function firstPolicy(world: WorldClient): Promise<string> {
  return (await world.graph('GET', policies)).body.value[0].id;
}

function link(id: string) {
  return { '@odata.id': `https://graph.microsoft.com/v1.0${policies}/${id}` };
}

test('a policy is assigned, listed from both ends and taken away', async () => {
  const world = await openWorld();
  const id = await firstPolicy(world);
  expect((await world.graph('POST', `${hrPortal}/tokenLifetimePolicies/$ref`, link(id))).status).toBe(204);
  const assigned = (await world.graph('GET', `${hrPortal}/tokenLifetimePolicies`)).body.value;
  expect(assigned.map((one: Json) => one.id)).toEqual([id]);
  const applied = (await world.graph('GET', `${policies}/${id}/appliesTo`)).body.value;
  expect(applied.map((one: Json) => [one['@odata.type'], one.displayName])).toEqual([
    ['#microsoft.graph.application', 'Payroll'],
    ['#microsoft.graph.application', 'HR portal'],
  ]);
  const ref = `${hrPortal}/tokenLifetimePolicies/${id}/$ref`;
  expect((await world.graph('DELETE', ref)).status).toBe(204);
  expect((await world.graph('DELETE', ref)).status).toBe(404);
});

test('a service principal holds policies as well', async () => {
  const world = await openWorld();
  const [principal] = (await world.graph('GET', '/servicePrincipals')).body.value;
  const path = `/servicePrincipals/${principal.id}/tokenLifetimePolicies`;
  const id = await firstPolicy(world);
  expect((await world.graph('POST', `${path}/$ref`, link(id))).status).toBe(204);
  expect((await world.graph('GET', `${path}/$ref`)).body.value[0]['@odata.id']).toContain(id);
});

test('assigning twice, two of a type and what does not exist are refused', async () => {
  const world = await openWorld();
  const id = await firstPolicy(world);
  const ref = `${hrPortal}/tokenLifetimePolicies/$ref`;
  await world.graph('POST', ref, link(id));
  expect((await world.graph('POST', ref, link(id))).body.error.message).toContain('already exist');
  const definition = ['{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"01:00:00"}}'];
  const other = (await world.graph('POST', policies, { displayName: 'Other', definition })).body.id;
  const second = await world.graph('POST', ref, link(other));
  expect(second.body.error.code).toBe('Request_MultipleObjectsWithSameKeyValue');
  expect((await world.graph('POST', ref, link('00000000-0000-4000-8000-000000000000'))).status).toBe(400);
  const issuance = `${hrPortal}/tokenIssuancePolicies/$ref`;
  expect((await world.graph('POST', issuance, link(id))).status).toBe(400);
  const nobody = '/applications/00000000-0000-4000-8000-000000000000/tokenLifetimePolicies/$ref';
  expect((await world.graph('POST', nobody, link(id))).status).toBe(404);
});

test('deleting an assigned policy takes its links along', async () => {
  const world = await openWorld();
  const id = await firstPolicy(world);
  await world.graph('POST', `${hrPortal}/tokenLifetimePolicies/$ref`, link(id));
  expect((await world.graph('DELETE', `${policies}/${id}`)).status).toBe(204);
  expect((await world.graph('GET', `${hrPortal}/tokenLifetimePolicies`)).body.value).toEqual([]);
});

test('reading assignments needs a writing role, as at Microsoft', async () => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: ['Policy.Read.All', 'Application.Read.All'] });
  expect((await world.graph('GET', `${hrPortal}/tokenLifetimePolicies`)).status).toBe(403);
  expect((await world.graph('GET', `${policies}/${await firstPolicy(world)}/appliesTo`)).status).toBe(200);
});

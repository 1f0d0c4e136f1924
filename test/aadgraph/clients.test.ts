import { expect, it } from 'vitest';
import type { Json } from '../e2e/call.ts';
import retired from '../fixtures/azure-ad-graph-policies.swagger.json' with { type: 'json' };
import { readContract } from './contract.ts';
import { assignedApp, eightHoursToo, expectRefused, lifetime, unassignedApp, useFace } from './face.ts';
import { generateClient } from './generated-client.ts';

const face = useFace();

it('serves a client generated from the first retired document as it is', async () => {
  const { url, key } = face().world.product;
  const client = generateClient(retired, url, key);

  const { body: list } = await client['GetPolicys']!();
  expect(list.value).toHaveLength(5);
  // Without an argument the document's own sample id is asked for.
  expect((await client['GetPolicy']!()).body.objectId).toBe('85d03130-ed36-49ae-ac48-ad23dded599e');

  // The document says that a definition is a string, so its clients send one.
  const definition = lifetime('4:00:00');
  const bodyparam = { displayName: 'Four hours', definition, type: 'TokenLifetimePolicy' };
  const made = await client['NewTokenLifetimePolicy']!({ bodyparam });
  expect([made.status, made.body.definition]).toEqual([201, [definition]]);

  const policyUrl = `https://graph.windows.net/myorganization/policies/${made.body.objectId}`;
  const assign = await client['AssignApplicationPolicy']!({ object_id: unassignedApp, bodyparam: { url: policyUrl } });
  expect(assign.status).toBe(204);
  const assigned = await client['GetAssignedApplicationPolicies']!({ object_id: unassignedApp });
  expect(ids(assigned.body)).toEqual([made.body.objectId]);
  const applied = await client['GetAssignedPolicies']!({ policy_id: made.body.objectId });
  expect(ids(applied.body)).toEqual([unassignedApp]);
  const byDefault = await client['GetAssignedApplicationPolicies']!();
  expect(ids(byDefault.body)).toEqual([eightHoursToo]);
  expect(assignedApp).toBe('08e89827-27e1-4b28-af9d-748e228c5c2f');

  const literal = "Invalid object identifier '{object_id}'.";
  const update = await client['SetPolicy']!({ policy_id: made.body.objectId, bodyparam: { displayName: 'x' } });
  expectRefused(update, 400, 'Request_BadRequest', literal);
  expectRefused(await client['RemovePolicy']!({ policy_id: made.body.objectId }), 400, 'Request_BadRequest', literal);
});

it('serves a client generated from the served contract to the end', async () => {
  const { url, key } = face().world.product;
  const { document } = await readContract(url);
  expect(`http://${document.host}`).toBe(url);
  const client = generateClient(document, url, key);

  const definition = [lifetime('4:00:00')];
  const bodyparam = { displayName: 'Four hours', definition, type: 'TokenLifetimePolicy' };
  const { body: made } = await client['NewPolicy']!({ bodyparam });
  const policy = { object_id: made.objectId };
  expect((await client['GetPolicy']!(policy)).body.value).toEqual([made.value[0]]);
  const renamed = await client['SetPolicy']!({ ...policy, bodyparam: { displayName: 'Half a day' } });
  expect(renamed.status).toBe(204);
  const named = await client['GetPolicys']!({ $filter: "displayName eq 'Half a day'" });
  expect(ids(named.body)).toEqual([made.objectId]);

  const app = { object_id: unassignedApp };
  const link = { url: `${url}/myorganization/policies/${made.objectId}` };
  expect((await client['AssignApplicationPolicy']!({ ...app, bodyparam: link })).status).toBe(204);
  expect(ids((await client['GetAssignedApplicationPolicies']!(app)).body)).toEqual([made.objectId]);
  expect(ids((await client['GetPolicyAppliedObjects']!(policy)).body)).toEqual([unassignedApp]);
  expect((await client['GetApplicationPolicyLinks']!(app)).body.value[0].url).toContain(made.objectId);
  expect((await client['GetPolicyAppliedObjectLinks']!(policy)).body.value[0].url).toContain(unassignedApp);
  expect((await client['RemoveApplicationPolicy']!({ ...app, policy_id: made.objectId })).status).toBe(204);
  expect((await client['GetAssignedApplicationPolicies']!(app)).body.value).toEqual([]);
  expect((await client['RemovePolicy']!(policy)).status).toBe(204);
  expectRefused(await client['GetPolicy']!(policy), 404, 'Request_ResourceNotFound');
}, 60_000);

function ids({ value }: Json): readonly string[] {
  return value.map(({ objectId }: Json) => objectId);
}

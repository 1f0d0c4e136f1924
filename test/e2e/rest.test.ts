import { expect, it } from 'vitest';
import { conditionalAccess, securityDefaults, securityDefaultsPath } from './documents.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const policiesPath = '/tenants/me/policies';

it('answers the posture as documented, field for field', async () => {
  await world().load({ ...conditionalAccess('enabled', 'enabled', 'enabled', 'disabled'), ...securityDefaults(false) });
  const { status, body } = await world().product.rest('GET', policiesPath);
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(['success', 'data']);
  const { policies, ...data } = body.data;
  expect(data).toEqual({ aiPilotConnected: true, msTenantId: world().homeTenantId });
  expect(policies[0]).toEqual({
    key: 'security_defaults',
    title: 'Security Defaults enabled',
    current: false,
    secure: true,
    compliant: false,
  });
  expect(policies.at(-1)).toEqual({ key: 'conditional_access_summary', policies: 4, enabled: 3 });
  for (const row of policies.slice(0, -1)) {
    expect(Object.keys(row)).toEqual(['key', 'title', 'current', 'secure', 'compliant']);
  }
});

it('answers a toggle as documented, with the operation beside it', async () => {
  await world().load({ ...conditionalAccess('disabled'), ...securityDefaults(false) });
  const { status, body } = await world().product.toggle({ key: 'security_defaults' });
  expect(status).toBe(200);
  expect(body).toEqual({
    success: true,
    data: { key: 'security_defaults', applied: true, verified: true, needsReconsent: false },
    operation: {
      id: expect.stringMatching(/^op_[0-9a-z]{26}$/),
      status: 'done',
      steps: [
        { name: 'write', status: 'ok' },
        { name: 'verify', status: 'ok' },
      ],
    },
  });
  expect(await world().document(securityDefaultsPath)).toMatchObject({ isEnabled: true });
});

it('writes nothing when the value is already secure', async () => {
  await world().load({ ...conditionalAccess(), ...securityDefaults(true) });
  const { body } = await world().product.toggle({ key: 'security_defaults' });
  expect(body.data).toEqual({ key: 'security_defaults', applied: false, verified: true, needsReconsent: false });
  expect(body.operation.status).toBe('done');
  expect(await world().graphWrites()).toEqual([]);
});

it('lists operations and undoes one by its id', async () => {
  const { product } = world();
  const before = await world().documents();
  const { operation } = (await product.toggle({ key: 'guest_invites' })).body;
  const { operations } = (await product.rest('GET', '/tenants/me/operations')).body.data;
  expect(operations[0]).toMatchObject({ id: operation.id, verb: 'harden', status: 'done', interrupted: false });
  const undo = await product.rest('POST', `/tenants/me/operations/${operation.id}/undo`, {});
  expect(undo.body.data).toEqual({ key: 'guest_invites', applied: true, verified: true, needsReconsent: false });
  expect(await product.operation(undo.body.operation.id)).toMatchObject({ verb: 'undo', undoes: operation.id });
  expect(await world().documents()).toEqual(before);
});

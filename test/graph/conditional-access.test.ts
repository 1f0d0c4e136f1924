import { expect, it } from 'vitest';
import { readConditionalAccess } from '../../src/graph/conditional-access.ts';
import { rig } from './rig.ts';
import { json, tenantId } from './scripted-cloud.ts';

async function read(value: unknown) {
  const { gateway, onGraph, root, clock } = await rig();
  onGraph(json(200, { value }));
  return readConditionalAccess(gateway, root, { tenantId, deadline: clock.now() + 20_000 });
}

it('counts by state, and a state it does not know in the total only', async () => {
  const states = ['enabled', 'enabled', 'disabled', 'enabledForReportingButNotEnforced', 'unknownFutureValue'];
  expect(await read(states.map((state) => ({ state })))).toEqual({
    status: 'ok',
    value: { total: 5, enabled: 2, reportOnly: 1, disabled: 1, deviceRegistration: 0 },
  });
});

it('counts nothing where there is nothing', async () => {
  expect(await read([])).toMatchObject({ value: { total: 0, enabled: 0 } });
});

it.each([
  ['a policy without a state', [{ state: 'enabled' }, {}]],
  ['something else than a policy', [null]],
  ['more than anyone can have', Array.from({ length: 1_001 }, () => ({ state: 'disabled' }))],
])('does not count around %s', async (_, value) => {
  expect(await read(value)).toMatchObject({ status: 'error', refusal: { reason: 'badResponse' } });
});

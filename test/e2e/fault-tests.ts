import { expect, it } from 'vitest';
import type { Json } from './call.ts';
import { onRead, type RefusalRow, refusals, type WriteEnd, type WriteRow, writes } from './fault-table.ts';
import { useWorld, type World } from './world.ts';

const key = 'user_app_registration';
const document = '/policies/authorizationPolicy';

type Which = { slow: boolean };

/** Meets a write, and the reading before it, with every fault of the table; the slow ones only when asked. */
export function testFaults({ slow }: Which): void {
  const world = useWorld();
  const wanted = (row: { slow?: boolean }) => slow || !row.slow;
  it.each(writes.filter(wanted))('tells the truth about a write that meets $name', (row) => meetWrite(world(), row));
  it.each(refusals.filter(wanted))('writes nothing when the reading meets $name', (row) => meetRead(world(), row));
}

async function meetWrite(world: World, { faults, end }: WriteRow): Promise<void> {
  await world.fault(...faults);
  const { status, body } = await world.product.toggle({ key });
  expect(status).toBe(200);
  expect(endOf(body)).toEqual(end);
  await expectEvidence(world, body);
}

function endOf({ data, operation }: Json): WriteEnd {
  const { key: _key, ...flags } = data;
  const [write, verify] = operation.steps;
  const reason = write.reason === undefined ? {} : { reason: write.reason };
  return { ...flags, status: operation.status, write: write.status, verify: verify.status, ...reason };
}

/** The simulated tenant knows what really happened. */
async function expectEvidence(world: World, { data, operation }: Json): Promise<void> {
  const { allowedToCreateApps } = (await world.document(document)).defaultUserRolePermissions;
  const isSecure = allowedToCreateApps === false;
  if (data.applied || data.verified) expect(isSecure).toBe(true);
  if (operation.status === 'failed') expect(isSecure).toBe(false);
}

async function meetRead(world: World, row: RefusalRow): Promise<void> {
  await world.fault(onRead(row));
  const posture = await world.product.rest('GET', '/tenants/me/policies');
  expect(posture.body.data.policies.find((one: Json) => one.key === key)).toMatchObject({
    current: null,
    compliant: false,
    status: row.status,
  });
  const { status, body } = await world.product.toggle({ key });
  if (row.status === 'error') {
    const throttled = row.reason === 'throttled';
    expect([status, body.error.code]).toEqual(throttled ? [429, 'throttled'] : [502, 'graph_failed']);
  } else {
    const needsReconsent = row.status === 'needsConsent';
    expect([status, body.data]).toEqual([200, { key, applied: false, verified: false, needsReconsent }]);
    expect(body.operation).toMatchObject({ status: 'failed', steps: [{ name: 'read', reason: row.reason }, {}, {}] });
  }
  expect(await world.graphWrites()).toEqual([]);
}

import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { refuseRealData, refuseSimulatedData } from '../../src/hallway/demo.ts';
import { openStore } from '../../src/store/open.ts';
import { newHome } from '../store/homes.ts';

const organization = 'org_default';
const homeTenantId = randomUUID();

async function storeWith(...connections: { id: string; tenantId: string }[]) {
  const { home, remove } = await newHome('embedded');
  const store = await openStore(home, { instance: 'test' });
  onTestFinished(async () => {
    await store.close();
    await remove();
  });
  for (const one of connections) await store.connections.add({ ...one, organization, name: one.id, mode: 'aiPilot' });
  return {
    simulated: () => refuseRealData(store, organization, homeTenantId),
    real: () => refuseSimulatedData(store, organization),
  };
}

test('an empty database serves either world', async () => {
  const { simulated, real } = await storeWith();
  await simulated();
  await real();
});

test('one that holds real tenants is refused by the simulated world', async () => {
  const { simulated, real } = await storeWith({ id: 'conn_real', tenantId: randomUUID() });
  await real();
  await expect(simulated()).rejects.toThrow('holds real tenants');
});

test('one that holds a simulated tenant is refused with real credentials', async () => {
  const { simulated, real } = await storeWith(
    { id: 'conn_demo', tenantId: homeTenantId },
    { id: 'conn_added', tenantId: randomUUID() },
  );
  await simulated();
  await expect(real()).rejects.toThrow('holds a simulated tenant');
});

test('the simulated home tenant is known under any name', async () => {
  const { simulated } = await storeWith({ id: 'conn_again', tenantId: homeTenantId });
  await simulated();
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scopes } from '../core/actors.ts';
import { defaultTerms } from '../core/alerts/subscription.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Store } from '../store/open.ts';
import { newApiKey } from './machine.ts';
import type { Simulated, Surroundings } from './surroundings.ts';

const connectionId = 'conn_demo';

/** Simulated data is never opened with real credentials, wherever it is kept. */
export async function refuseSimulatedData(store: Store, organization: string): Promise<void> {
  const found = (await store.connections.list(organization)).some(({ id }) => id === connectionId);
  if (found) throw new Error('DATABASE_URL names a database that holds a simulated tenant. Use one of its own.');
}

/** And the other way round: in a database that holds real tenants nothing is made up. */
export async function refuseRealData(store: Store, organization: string, homeTenantId: string): Promise<void> {
  const listed = await store.connections.list(organization);
  const simulated = listed.some(({ id, tenantId }) => id === connectionId || tenantId === homeTenantId);
  if (simulated || listed.length === 0) return;
  throw new Error('DATABASE_URL names a database that holds real tenants. Use one of its own for the simulated world.');
}

/** What the simulated world has from the start: a connection to its home tenant, an approved channel, a key. */
export async function setUpDemo(
  store: Store,
  runtime: Runtime,
  organization: string,
  surroundings: Surroundings & { simulated: Simulated },
  directory: string,
): Promise<{ key: string }> {
  const isNew = await followHomeTenant(store, organization, surroundings.homeTenantId);
  await approveOperatorsChannel(store, organization, surroundings);
  if (isNew) await subscribeOperators(store, organization, surroundings.simulated.operatorsChannelId);
  return { key: await replaceDemoKey(store, runtime, organization, join(directory, 'demo-key-id')) };
}

/** True when it was not followed before. */
async function followHomeTenant(store: Store, organization: string, tenantId: string): Promise<boolean> {
  const existing = (await store.connections.list(organization)).find((connection) => connection.tenantId === tenantId);
  if (existing) return false;
  await store.connections.remove(organization, connectionId);
  await store.connections.add({ id: connectionId, organization, tenantId, name: 'Contoso', mode: 'aiPilot' });
  return true;
}

/** So that a sample risk is told of at once; whoever unsubscribes the channel stays unsubscribed. */
async function subscribeOperators(store: Store, organization: string, conversationId: string): Promise<void> {
  const actor = { kind: 'system', organization, name: 'simulated world' } as const;
  const terms = { ...defaultTerms, connections: [connectionId] };
  const wanted = { organization, conversationId, ...terms, createdBy: { oid: '', name: actor.name } };
  const detail = { verb: 'subscribe', conversation: conversationId };
  const entry = { type: 'subscription', organization, actor, via: { channel: 'system' }, detail } as const;
  await store.subscriptions.save(wanted, entry);
}

async function approveOperatorsChannel(
  store: Store,
  organization: string,
  { simulated, homeTenantId: tenantId }: Surroundings & { simulated: Simulated },
): Promise<void> {
  const { operatorsChannelId: id, serviceUrl } = simulated;
  await store.conversations.remember({ id, organization, tenantId, type: 'channel', serviceUrl });
  await store.conversations.approve(id, { operators: true });
}

/** A key cannot be shown twice, so each start mints one and revokes the one it printed before. */
async function replaceDemoKey(store: Store, runtime: Runtime, organization: string, idFile: string): Promise<string> {
  const previous = await readFile(idFile, 'utf8').catch(() => '');
  if (previous) await store.keys.revoke(organization, previous);
  const key = newApiKey();
  const id = `key_${runtime.newId()}`;
  await store.keys.create({ id, organization, name: 'demo', scopes, unlimited: true }, runtime.sha256(key));
  await writeFile(idFile, id, { mode: 0o600 });
  return key;
}

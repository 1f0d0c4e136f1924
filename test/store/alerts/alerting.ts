import type { Sighting } from '../../../src/core/alerts/sighting.ts';
import { defaultTerms, type Subscription } from '../../../src/core/alerts/subscription.ts';
import { watchKey, watchKind } from '../../../src/core/alerts/watch.ts';
import type { NewCard } from '../../../src/core/chat.ts';
import type { Connection } from '../../../src/core/connections.ts';
import type { DueItem } from '../../../src/core/due.ts';
import type { Store } from '../../../src/store/open.ts';
import { newId, noteOf } from '../builders.ts';
import type { Opened } from '../homes.ts';

/** An organization with one watched connection, in a store shared with other tests. */
export async function alertingIn(store: Store, organization = newId('org'), tenantId?: string) {
  const connection = await connect(store, organization, tenantId);
  return {
    organization,
    connection,
    channel: (more: Partial<Place> = {}) => channel(store, organization, more),
    subscribe: (conversationId: string, terms: Partial<Subscription> = {}) =>
      subscribe(store, { organization, conversationId, connections: [connection.id], ...terms }),
    look: (sightings: readonly Sighting[], more: object = {}) => look(store, connection, sightings, more),
    item: () => dueItem(store, connection),
  };
}

export function connect(store: Store, organization: string, tenantId = newId('tenant')): Promise<Connection> {
  return store.connections.add({ id: newId('conn'), organization, tenantId, name: 'Contoso', mode: 'aiPilot' });
}

type Place = { approved: boolean; operators: boolean; type: 'channel' | 'personal' };

async function channel(store: Store, organization: string, more: Partial<Place>): Promise<string> {
  const { approved = true, operators = false, type = 'channel' } = more;
  const id = newId('19');
  await store.conversations.remember({ id, organization, tenantId: newId('tenant'), type, serviceUrl: 'http://x/' });
  if (approved && type === 'channel') await store.conversations.approve(id, { operators });
  return id;
}

type Wanted = Partial<Subscription> & Pick<Subscription, 'organization' | 'conversationId' | 'connections'>;

export function subscribe(store: Store, terms: Wanted): Promise<Subscription> {
  const createdBy = { oid: 'oid-megan', name: 'Megan Bowen' };
  return store.subscriptions.save({ ...defaultTerms, createdBy, ...terms }, noteOf(terms.organization));
}

/** The lease on the connection's next look, whenever that is due. */
export async function dueItem(store: Store, { organization, id }: Connection): Promise<DueItem> {
  const key = watchKey(organization, id);
  for (;;) {
    const items = await store.due.claim(watchKind, 100, 0);
    const item = items.find((one) => one.key === key);
    if (item) return item;
    if (items.length === 0) throw new Error(`${key} is not due`);
  }
}

/** One look whose signals are these; `more`: what else it found. */
export async function look(store: Store, connection: Connection, sightings: readonly Sighting[], more: object = {}) {
  const item = await dueItem(store, connection);
  const found = { sightings, endings: [], marks: { riskyUsers: 1 }, sources: { riskyUsers: 'ok' as const }, ...more };
  return store.alerts.commit(item, { inMs: 0, failed: false }, connection, found);
}

export function userAt(level: 'high' | 'medium' | 'low', name: string, changedAt = 1_000): Sighting {
  const about = { kind: 'user', id: `id-${name}`, name, userPrincipalName: `${name}@contoso.com` } as const;
  return { about, level, riskLevel: level, riskState: 'atRisk', riskDetail: 'none', changedAt, findings: [] };
}

/** Every new message owed to the conversation, as fast as Teams allows; what is due elsewhere is sent as well. */
export async function sendAll({ store, advance }: Opened, conversationId: string): Promise<readonly NewCard[]> {
  const items = await store.outbox.claim(1_000);
  for (const item of items) await store.outbox.sent(item, `activity-${item.id}`);
  advance(2_000);
  const sends = items.flatMap((item) => (item.kind === 'send' ? [item.card] : []));
  const mine = sends.filter((card) => card.conversationId === conversationId);
  return items.length === 0 ? mine : [...mine, ...(await sendAll({ store, advance } as Opened, conversationId))];
}

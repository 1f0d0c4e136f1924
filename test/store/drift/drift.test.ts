import { expect, test } from 'vitest';
import type { Entitlement } from '../../../src/core/actors.ts';
import { watchKey } from '../../../src/core/alerts/watch.ts';
import type { Connection } from '../../../src/core/connections.ts';
import { driftKind } from '../../../src/core/drift/watch-drift.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../../src/core/policies/entry.ts';
import { postureReader } from '../../../src/core/posture.ts';
import { watchDrifts } from '../../../src/jobs/drift.ts';
import { fakePolicies } from '../../core/fakes/policies.ts';
import { virtualRuntime } from '../../core/fakes/runtime.ts';
import { alertingIn } from '../alerts/alerting.ts';
import { applied, beginNow, draftOf, noteOf, outcomeOf, person } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const entry = allowList.find(({ key }) => key === 'user_app_registration') as PolicyEntry;
const intervalMs = 900_000;

onBothDatabases('drift', (opened) => {
  async function watched(entitlements: readonly Entitlement[] = ['policyManagement']) {
    const { store } = opened;
    const alerting = await alertingIn(store);
    const { connection } = alerting;
    const policies = fakePolicies(virtualRuntime());
    const put = (value: unknown) => policies.put(entry, connection.tenantId, value);
    const read = postureReader({
      ...{ authorize: async () => undefined, connections: store.connections, policies },
      exceptions: store.exceptions,
    } as never);
    const whileLooking = { does: async () => {} };
    const readPosture: typeof read = async (...question) => {
      const posture = await read(...question);
      if (posture?.connection.id === connection.id) await whileLooking.does();
      return posture;
    };
    const failures: unknown[] = [];
    const { connections, organizations, alerts, drift } = store;
    await organizations.ensure({ id: connection.organization, name: 'Contoso', entitlements });
    const parts = { connections, organizations, readPosture, policies, alerts, drift };
    const onFailure = (_connection: string, thrown: unknown) => failures.push(thrown);
    /** The next look, whenever that is due. */
    const look = async () => {
      opened.advance(intervalMs + 1);
      while (await watchDrifts({ ...parts, due: store.due, intervalMs, random: () => 0, onFailure }));
      expect(failures).toEqual([]);
      return openNow(connection);
    };
    return { ...alerting, store, policies, put, look, whileLooking };
  }

  const insecure = (policies: ReturnType<typeof fakePolicies>, { tenantId }: Connection) =>
    policies.valueOf(entry, tenantId);

  test('a setting that never was secure is no drift', async () => {
    const { look } = await watched();
    expect(await look()).toEqual([]);
    expect(await look()).toEqual([]);
  });

  test('one that was secure alerts once, with who changed it and when, and closes when it is secure again', async () => {
    const { look, put, policies, connection, store } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    expect(await look()).toEqual([]);
    put(loose);
    const [alert] = await look();
    expect(alert).toMatchObject({
      about: { kind: 'policy', id: entry.key, title: entry.title },
      findings: [{ kind: 'change', what: expect.stringContaining('→'), source: 'directoryAudits' }],
      findingsTotal: 1,
    });
    expect(alert!.findings[0]!.where).toBeUndefined();
    policies.change = { status: 'ok', value: { at: 1_000, activity: 'Update policy', by: 'mallory@contoso.com' } };
    expect((await look())[0]).toMatchObject({
      id: alert!.id,
      findings: [{ at: 1_000, where: 'mallory@contoso.com' }],
      findingsTotal: 1,
    });
    const asked = policies.calls.filter((call) => call === 'GET directoryAudits').length;
    expect(await look()).toHaveLength(1);
    expect(policies.calls.filter((call) => call === 'GET directoryAudits')).toHaveLength(asked);
    put(entry.secure);
    expect(await look()).toEqual([]);
    const { alert: closed } = (await store.alerts.find(connection.organization, alert!.id))!;
    expect(closed.closed).toEqual({ at: expect.any(Number), how: 'resolved', detail: 'secureAgain' });
    put(loose);
    expect((await look())[0]?.id).not.toBe(alert!.id);
  });

  test('a setting that cannot be read says nothing', async () => {
    const { look, put, policies, connection } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    expect(await look()).toHaveLength(1);
    const down = { status: 'error', reason: 'unavailable', needsReconsent: false } as const;
    policies.nextReads = Array.from({ length: 20 }, () => down);
    expect(await look()).toHaveLength(1);
  });

  async function openNow({ id }: Connection) {
    return (await opened.store.alerts.open(id)).filter(({ about }) => about.id === entry.key);
  }

  async function ended(connection: Connection, verb: 'harden' | 'undo', to: unknown, how = {}, policyKey = entry.key) {
    const { organization, id, tenantId, name } = connection;
    const target = { kind: 'policy', id: policyKey, label: entry.title } as const;
    const draft = draftOf(organization, { verb, connection: { id, tenantId, name }, target });
    const lock = await beginNow(opened.store, draft);
    await opened.store.operations.settle(outcomeOf(draft, lock, { result: { ...applied, to, ...how } as never }));
  }

  test('what was hardened is held to it, even if nobody looked before it was changed back', async () => {
    const { look, connection } = await watched();
    await ended(connection, 'harden', entry.secure);
    expect(await look()).toHaveLength(1);
  });

  test('hardening it again ends the alert at once, by whom, whatever a look says that began before', async () => {
    const { look, put, policies, connection, store } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    const [alert] = await look();
    const rows = (await store.readJournal(connection.organization, 0)).length;
    const lastChange = policies.lastChange;
    policies.lastChange = async (...asked) => {
      policies.lastChange = lastChange;
      await ended(connection, 'harden', entry.secure);
      return lastChange(...asked);
    };
    expect(await look(), 'it read the setting before that').toEqual([]);
    const { alert: closed } = (await store.alerts.find(connection.organization, alert!.id))!;
    expect(closed.closed).toMatchObject({ how: 'resolved', detail: 'hardened', by: 'Adele Vance' });
    const told = (await store.readJournal(connection.organization, 0))
      .slice(rows)
      .filter(({ type }) => type === 'alert');
    expect(told.map(({ actor }) => actor)).toEqual([expect.stringMatching(/^person:/)]);
    expect(await look(), 'somebody changed it back since').toHaveLength(1);
  });

  test('what could not be verified, and what was done to another setting, ends nothing', async () => {
    const { look, put, policies, connection } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    await look();
    await ended(connection, 'harden', entry.secure, { verified: false });
    await ended(connection, 'harden', true, {}, 'securityDefaults');
    expect(await openNow(connection)).toHaveLength(1);
  });

  test('our own undo is no drift, and does not hide a later one', async () => {
    const { look, put, policies, connection } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    await ended(connection, 'undo', loose);
    expect(await look()).toEqual([]);
    put(entry.secure);
    await look();
    put(loose);
    expect(await look()).toHaveLength(1);
  });

  test('nor is an undo while the settings are read', async () => {
    const { look, put, policies, connection, whileLooking } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    whileLooking.does = () => ended(connection, 'undo', loose);
    expect(await look()).toEqual([]);
    whileLooking.does = async () => {};
    expect(await look()).toEqual([]);
    put(entry.secure);
    whileLooking.does = async () => {
      put(loose);
      await ended(connection, 'undo', loose);
    };
    expect(await look(), 'it saw the setting secure before that').toEqual([]);
    whileLooking.does = async () => {};
    expect(await look()).toEqual([]);
  });

  test('what was hardened without proof is held to nothing', async () => {
    const { look, connection } = await watched();
    await ended(connection, 'harden', entry.secure, { verified: false });
    expect(await look()).toEqual([]);
  });

  test('a tenant whose settings cannot be read is looked at less and less often', async () => {
    const { look, policies, connection, store } = await watched();
    const down = { status: 'error', reason: 'unavailable', needsReconsent: false } as const;
    policies.nextReads = Array.from({ length: 10_000 }, () => down);
    await look();
    const key = watchKey(connection.organization, connection.id);
    opened.advance(intervalMs + 1);
    expect((await store.due.claim(driftKind, 1_000, 0)).find((item) => item.key === key)).toMatchObject({ fails: 1 });
  });

  test('nothing is looked at that is not in the plan of the organization', async () => {
    const { look, put, connection, store } = await watched(['threatAlerts']);
    put(entry.secure);
    await look();
    expect((await store.drift.baselines(connection.id)).baselines).toEqual([]);
  });

  test('an accepted deviation is no drift until it runs out', async () => {
    const { look, put, policies, connection, store } = await watched();
    const loose = insecure(policies, connection);
    put(entry.secure);
    await look();
    put(loose);
    const [alert] = await look();
    const { organization, id, tenantId, name } = connection;
    const accepted = {
      ...{ organization, connection: { id, tenantId, name }, policyKey: entry.key, reason: 'A test', owner: 'Sales' },
      ...{ acceptedBy: person(organization), expiresAt: (await store.drift.baselines(id)).now + 2 * intervalMs },
    };
    await store.exceptions.accept(accepted, noteOf(organization));
    const closed = await store.alerts.find(organization, alert!.id);
    const { name: by } = accepted.acceptedBy;
    expect(closed?.alert.closed, 'at once').toMatchObject({ how: 'resolved', detail: 'accepted', by });
    expect(await look()).toEqual([]);
    opened.advance(2 * intervalMs);
    expect(await look()).toHaveLength(1);
  });

  test('an operation on a setting brings the next look forward', async () => {
    const { look, connection, store } = await watched();
    await look();
    await ended(connection, 'harden', entry.secure);
    const key = watchKey(connection.organization, connection.id);
    const isDue = async () => (await store.due.claim(driftKind, 1_000, 0)).some((item) => item.key === key);
    opened.advance(1_000);
    expect(await isDue()).toBe(false);
    opened.advance(60_000);
    expect(await isDue()).toBe(true);
  });
});

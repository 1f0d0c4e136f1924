import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('connections', (opened) => {
  function connectionOf(organization: string, tenantId: string = randomUUID()) {
    return { id: newId('conn'), organization, tenantId, name: 'Contoso', mode: 'aiPilot' as const };
  }

  test('lists those of one organization, oldest first', async () => {
    const organization = newId('org');
    const first = await opened.store.connections.add(connectionOf(organization));
    opened.advance(1);
    const second = await opened.store.connections.add(connectionOf(organization));
    await opened.store.connections.add(connectionOf(newId('org')));
    expect(await opened.store.connections.list(organization)).toEqual([first, second]);
    expect(await opened.store.connections.find(organization, second.id)).toEqual(second);
    expect(await opened.store.connections.find(newId('org'), second.id), 'of somebody else').toBeUndefined();
  });

  test('lists for a key those it was made for', async () => {
    const organization = newId('org');
    const first = await opened.store.connections.add(connectionOf(organization));
    const second = await opened.store.connections.add(connectionOf(organization));
    const foreign = await opened.store.connections.add(connectionOf(newId('org')));
    const key = { organization, name: 'narrow', scopes: [] };
    const list = async (id: string) => (await opened.store.connections.list(organization, id)).map((one) => one.id);
    const [narrow, wide] = [newId('key'), newId('key')];
    await opened.store.keys.create({ ...key, id: narrow, connections: [second.id, foreign.id] }, narrow);
    await opened.store.keys.create({ ...key, id: wide }, wide);
    await opened.store.keys.create({ ...key, id: 'key_foreign', organization: newId('org') }, 'key_foreign');
    expect(await list(narrow)).toEqual([second.id]);
    expect((await list(wide)).sort()).toEqual([first.id, second.id].sort());
    expect([await list('key_foreign'), await list('key_none')]).toEqual([[], []]);
  });

  test('keeps the tenant id in lower case', async () => {
    const tenantId = randomUUID();
    const added = await opened.store.connections.add(connectionOf(newId('org'), tenantId.toUpperCase()));
    expect(added.tenantId).toBe(tenantId);
  });

  test('a tenant is connected once per organization', async () => {
    const [organization, tenantId] = [newId('org'), randomUUID()];
    await opened.store.connections.add(connectionOf(organization, tenantId));
    const again = opened.store.connections.add(connectionOf(organization, tenantId));
    await expect(again).rejects.toMatchObject({ refusal: 'precondition_failed' });
    await opened.store.connections.add(connectionOf(newId('org'), tenantId));
  });

  test('is told what was learnt of its tenant, whoever connected it', async () => {
    const tenantId = randomUUID();
    const [first, second] = [connectionOf(newId('org'), tenantId), connectionOf(newId('org'), tenantId)];
    const other = connectionOf(first.organization);
    for (const one of [first, second, other]) await opened.store.connections.add(one);
    await opened.store.connections.note(tenantId, { health: 'degraded', appRoles: ['A'] });
    await opened.store.connections.note(tenantId, { health: 'noAccess' });
    const known = { health: 'noAccess', appRoles: ['A'] };
    const [own, ...others] = await opened.store.connections.list(first.organization);
    expect([own, others, await opened.store.connections.list(second.organization)]).toMatchObject([
      known,
      [{ id: other.id }],
      [known],
    ]);
    expect(others[0]).not.toHaveProperty('health');
    await opened.store.connections.note(randomUUID(), { health: 'ok' });
  });

  test('is removed only from its own organization', async () => {
    const added = await opened.store.connections.add(connectionOf(newId('org')));
    expect(await opened.store.connections.remove(newId('org'), added.id)).toBe(false);
    expect(await opened.store.connections.remove(added.organization, added.id)).toBe(true);
    expect(await opened.store.connections.list(added.organization)).toEqual([]);
  });
});

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

  test('is removed only from its own organization', async () => {
    const added = await opened.store.connections.add(connectionOf(newId('org')));
    expect(await opened.store.connections.remove(newId('org'), added.id)).toBe(false);
    expect(await opened.store.connections.remove(added.organization, added.id)).toBe(true);
    expect(await opened.store.connections.list(added.organization)).toEqual([]);
  });
});

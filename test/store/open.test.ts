import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('an open store', (opened) => {
  test('is ready while it can commit, and not once it is closed', async () => {
    const store = await opened.another('second');
    expect(await store.ready()).toBe(true);
    await store.close();
    expect(await store.ready()).toBe(false);
  });

  test('its readiness probe is in no journal', async () => {
    expect(await opened.store.ready()).toBe(true);
    expect(await opened.store.readJournal('ready', 0)).toEqual([]);
  });

  test('what one instance wrote, another one sees', async () => {
    const organization = { id: newId('org'), name: 'Contoso', entitlements: [] };
    await opened.store.organizations.ensure(organization);
    const store = await opened.another('third');
    expect(await store.organizations.find(organization.id)).toMatchObject(organization);
  });
});

test('a server that is not there is reported, not waited for', async () => {
  const opening = openStore({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:9/none' }, { instance: 'test' });
  await expect(opening).rejects.toThrow('ECONNREFUSED');
});

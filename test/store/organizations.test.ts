import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('organizations', (opened) => {
  test('is added once, and stays as it was first', async () => {
    const { organizations } = opened.store;
    const first = { id: newId('org'), name: 'Contoso', entitlements: ['policyManagement' as const] };
    const added = await organizations.ensure(first);
    expect(added).toMatchObject(first);
    expect(await organizations.ensure({ ...first, name: 'Fabrikam', entitlements: [] })).toEqual(added);
    expect(await organizations.find(first.id)).toEqual(added);
    expect(await organizations.list()).toContainEqual(added);
  });

  test('an unknown one is not found', async () => {
    expect(await opened.store.organizations.find(newId('org'))).toBeUndefined();
  });
});

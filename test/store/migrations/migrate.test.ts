import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { directly, kinds, newHome } from '../homes.ts';

const opener = fileURLToPath(new URL('../opener.ts', import.meta.url));
const run = promisify(execFile);

describe.each(kinds)('migrating (%s)', (kind) => {
  test('five processes may do it at once', async () => {
    const { home, remove } = await newHome(kind);
    await Promise.all(Array.from({ length: 5 }, () => run(process.execPath, [opener, JSON.stringify(home)])));
    const store = await openStore(home, { instance: 'test' });
    expect(await store.ready()).toBe(true);
    await store.close();
    await remove();
  }, 60_000);

  test('a schema from a newer version is refused by name', async () => {
    const { home, remove } = await newHome(kind);
    await openStore(home, { instance: 'test' }).then((store) => store.close());
    await directly(home, `insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    await expect(openStore(home, { instance: 'test' })).rejects.toThrow(
      'a schema this version of Bulwark does not know (9999-later)',
    );
    await remove();
  });

  test('opening again keeps what is there', async () => {
    const { home, remove } = await newHome(kind);
    const first = await openStore(home, { instance: 'test' });
    await first.organizations.ensure({ id: 'org_1', name: 'Contoso', entitlements: [] });
    await first.close();
    const second = await openStore(home, { instance: 'test' });
    expect(await second.organizations.find('org_1')).toMatchObject({ name: 'Contoso' });
    await second.close();
    await remove();
  });
});

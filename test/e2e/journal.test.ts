import { expect, it } from 'vitest';
import { directly } from '../store/homes.ts';
import { call } from './call.ts';
import { bulwark } from './processes.ts';
import { restClient } from './product.ts';
import { openWorld, type World } from './world.ts';

function operate({ dataDir, url }: World, words: string): Promise<string> {
  return bulwark({ DATA_DIR: dataDir, SIMULATOR_URL: url }, words);
}

const harden = { key: 'user_app_registration' };

it('signs its journal when it stops, and is read-only over one that was cut', async () => {
  const world = await openWorld();
  expect((await world.product.toggle(harden)).status).toBe(200);
  await world.product.stop();
  const { chains, covered } = JSON.parse(await operate(world, 'journal verify --json'));
  expect(covered).toBe(chains[0].rows);
  const home = { kind: 'embedded', directory: world.product.directory } as const;
  const head = 'set seq = 1, hash = (select hash from journal where seq = 1)';
  await directly(
    home,
    'drop trigger journal_no_delete',
    'delete from journal where seq > 1',
    `update journal_heads ${head}`,
  );
  await world.forgetRequests();
  const again = await world.start();
  expect(again.errors.splice(0)).toMatchObject([{ bad: { seq: covered, why: expect.stringContaining('missing') } }]);
  expect((await again.rest('GET', '/tenants/me/policies')).status).toBe(200);
  const refused = await again.toggle({ key: 'user_tenant_creation' });
  expect([refused.status, refused.body.error.code]).toEqual([503, 'journal_unavailable']);
  expect(await world.graphWrites()).toEqual([]);
  expect((await call('GET', `${again.url}/readyz`)).body).toMatchObject({ ready: false, checks: { journal: false } });
});

it('knows a key that the operator makes beside it at once', async () => {
  const world = await openWorld();
  const key = (await operate(world, 'keys create --scopes policies:read')).split('\n')[0] ?? '';
  const operator = restClient(world.product.url, key);
  expect((await operator.rest('GET', '/tenants/me/policies')).status).toBe(200);
  expect((await operator.toggle(harden)).body.error.code).toBe('not_allowed');
});

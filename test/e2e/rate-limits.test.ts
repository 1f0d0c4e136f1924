import { expect, it } from 'vitest';
import { call, type Reply } from './call.ts';
import { giveKey } from './keys.ts';
import { restClient } from './product.ts';
import { useWorld } from './world.ts';

const keys: string[] = [];

const world = useWorld({
  env: {
    KEY_READS_PER_MINUTE: '5',
    KEY_WRITES_PER_MINUTE: '3',
    STRANGERS_PER_MINUTE: '4',
    TRUSTED_PROXIES: '127.0.0.1',
  },
  prepare: async (store) => {
    for (let n = 0; n < 4; n++) keys.push(await giveKey(store));
  },
});

const path = '/tenants/me/operations';
const togglePath = '/tenants/me/policies/toggle';

function client() {
  return restClient(world().product.url, keys.pop() ?? '');
}

async function statuses(times: number, ask: () => Promise<Reply>) {
  const replies = await Promise.all(Array.from({ length: times }, ask));
  return replies.map(({ status }) => status).sort();
}

function expectThrottled({ status, headers, body }: Reply) {
  expect([status, body.error.code]).toEqual([429, 'throttled']);
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(body.error.message).toContain(`Try again in ${seconds} seconds.`);
}

it('lets a key read so often a minute and no more', async () => {
  const { rest } = client();
  expect(await statuses(7, () => rest('GET', path))).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expectThrottled(await rest('GET', path));
});

it('lets a key write so often a minute and no more, whatever comes of it', async () => {
  const { toggle, rest } = client();
  expect(await statuses(5, () => toggle({ key: 'users_can_fly' }))).toEqual([404, 404, 404, 429, 429]);
  expectThrottled(await toggle({ key: 'guest_invites' }));
  expect((await rest('GET', path)).status).toBe(200);
  expect(await world().graphWrites()).toEqual([]);
});

it('counts each key by itself, on both faces together', async () => {
  const { rest } = client();
  const legacy = '/myorganization/policies?api-version=1.6';
  expect(await statuses(3, () => rest('GET', legacy))).toEqual([200, 200, 200]);
  expect(await statuses(2, () => rest('GET', path))).toEqual([200, 200]);
  expectThrottled(await rest('GET', path));
  const reply = await rest('GET', legacy);
  expect([reply.status, reply.body['odata.error'].code]).toEqual([503, 'Request_ThrottledTemporarily']);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(30);
});

it('lets an address guess so often a minute and no more, while its keys go on working', async () => {
  const { url } = world().product;
  const guess = () => call('GET', `${url}${path}`, undefined, { authorization: 'Bearer ak_live_guess' });
  expect(await statuses(6, guess)).toEqual([401, 401, 401, 401, 429, 429]);
  expectThrottled(await call('POST', `${url}${togglePath}`, {}));
  expect((await client().rest('GET', path)).status).toBe(200);
});

it('tells addresses behind a trusted proxy from one another', async () => {
  const guess = (client: string) =>
    call('GET', `${world().product.url}${path}`, undefined, {
      authorization: 'Bearer ak_live_guess',
      'x-forwarded-for': client,
    });
  expect(await statuses(5, () => guess('192.0.2.7'))).toEqual([401, 401, 401, 401, 429]);
  expect((await guess('192.0.2.8')).status).toBe(401);
});

it('lets the demo key do as it likes', async () => {
  const { rest, toggle } = world().product;
  expect(new Set(await statuses(12, () => rest('GET', path)))).toEqual(new Set([200]));
  expect(new Set(await statuses(6, () => toggle({ key: 'users_can_fly' })))).toEqual(new Set([404]));
});

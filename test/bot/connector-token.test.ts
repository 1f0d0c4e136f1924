import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BotCredential, createConnectorToken } from '../../src/bot/connector-token.ts';
import { simulatedCloud } from '../../src/core/clouds.ts';
import { appId, startWorld, type World } from './world.ts';

let world: World;
const clock = { ms: 0 };

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.forget());
afterAll(() => world.close());

function tokenWith(credential: BotCredential = { secret: 'canary-secret' }) {
  const cloud = simulatedCloud(world.url);
  return createConnectorToken({ cloud, appId, tenant: 'botframework.com', credential, now: () => clock.ms });
}

const tokenPath = '/login/botframework.com/oauth2/v2.0/token';
const form = () => Object.fromEntries(new URLSearchParams(world.at(tokenPath)[0]?.body));

it('signs in with the secret', async () => {
  expect(await tokenWith()()).toBe('connector-token');
  expect(form()).toEqual({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: 'canary-secret',
    scope: 'https://api.botframework.com/.default',
  });
});

it('signs in with an assertion', async () => {
  await tokenWith({ assertion: async () => 'signed' })();
  expect(form()).toMatchObject({
    client_assertion: 'signed',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
  expect(form()).not.toHaveProperty('client_secret');
});

it('takes the token of a managed identity as it is', async () => {
  expect(await tokenWith({ token: async (audience) => `token for ${audience}` })()).toBe(
    'token for https://api.botframework.com',
  );
  expect(world.at(tokenPath)).toEqual([]);
});

it('asks once for fifty callers, and again five minutes before the end', async () => {
  const token = tokenWith();
  await Promise.all(Array.from({ length: 50 }, token));
  clock.ms += 55 * 60_000 - 1;
  await token();
  expect(world.at(tokenPath)).toHaveLength(1);
  clock.ms += 1;
  await Promise.all(Array.from({ length: 50 }, token));
  expect(world.at(tokenPath)).toHaveLength(2);
});

it('tells a refusal without the secret, and asks again next time', async () => {
  const token = tokenWith();
  world.script('/login', { status: 401, body: { error: 'invalid_client', error_description: 'canary-secret' } });
  const refusal: unknown = await token().catch((error: unknown) => error);
  expect(String(refusal)).toContain('refused the bot');
  expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain('canary');
  expect(await token()).toBe('connector-token');
});

it.each([
  { body: {} },
  { body: '<html>' },
  { body: { access_token: '', expires_in: 1 } },
  { status: 307, headers: { location: '/x' } },
])('takes no token from %j', async (script) => {
  world.script('/login', script);
  await expect(tokenWith()()).rejects.toThrow();
  expect(world.at('/x')).toEqual([]);
});

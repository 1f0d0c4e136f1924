import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { base64url, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bot, startBot } from './bot.ts';
import {
  appId,
  executeValue,
  homeTenant,
  messageOf,
  otherTenant,
  pressOf,
  publicKeyBytes,
  signToken,
  startWorld,
  type World,
} from './world.ts';

let world: World;
let bot: Bot;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  bot = startBot(world);
});
afterEach(() => world.forget());
afterAll(() => world.close());

const unauthorized = { status: 401, body: 'Unauthorized' };
const nowS = () => bot.clock.ms / 1000;

function unsigned(header: object, claims: object, signature = ''): string {
  const encode = (part: object) => base64url.encode(JSON.stringify(part));
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

const channelClaims = (): JWTPayload => ({
  iss: 'https://api.botframework.com',
  aud: appId,
  nbf: nowS() - 60,
  exp: nowS() + 3600,
  serviceurl: `${world.url}/`,
});

async function expectRefused(authorization: unknown) {
  const headers = { authorization: authorization as string };
  expect(await bot.handleActivity({ headers, body: messageOf(world) })).toEqual(unauthorized);
  expect(bot.told).toEqual([]);
  expect(world.at('/v3/')).toEqual([]);
}

it('believes what Bot Framework signed for this bot', async () => {
  expect(await bot.post(messageOf(world))).toEqual({ status: 200 });
  expect(bot.told).toHaveLength(1);
});

it('allows five minutes between the clocks', async () => {
  const late = { exp: nowS() - 240, nbf: nowS() - 3600 };
  const early = { nbf: nowS() + 240 };
  for (const claims of [late, early]) {
    expect(await bot.post(messageOf(world), { claims })).toEqual({ status: 200 });
  }
});

describe('a header', () => {
  const headers: Record<string, (token: string) => unknown> = {
    missing: () => undefined,
    empty: () => '',
    'with another scheme': (token) => `Basic ${token}`,
    'in lower case': (token) => `bearer ${token}`,
    'without a token': () => 'Bearer ',
    'with two spaces': (token) => `Bearer  ${token}`,
    'with a space behind': (token) => `Bearer ${token} `,
    'with a line break behind': (token) => `Bearer ${token}\n`,
    'with two tokens': (token) => `Bearer ${token}, Bearer ${token}`,
    'as a list': (token) => [`Bearer ${token}`, `Bearer ${token}`],
    'with two parts': (token) => `Bearer ${token.split('.').slice(0, 2).join('.')}`,
    'with four parts': (token) => `Bearer ${token}.x`,
    'with five parts': (token) => `Bearer ${token}.x.x`,
    'with garbage': () => 'Bearer a.b.c',
    'with padding': (token) => `Bearer ${token}==`,
  };

  it.each(Object.keys(headers))('%s is refused', async (name) => {
    const token = await signToken(world, bot.clock.ms);
    await expectRefused(headers[name]?.(token));
  });
});

describe('a token', () => {
  const claimChanges: Record<string, () => { claims?: JWTPayload; without?: string[] }> = {
    'of another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
    'of the issuer with a slash': () => ({ claims: { iss: 'https://api.botframework.com/' } }),
    'of the government issuer': () => ({ claims: { iss: 'https://api.botframework.us' } }),
    'of an Entra tenant (emulator)': () => ({
      claims: { iss: `https://sts.windows.net/${homeTenant}/`, tid: homeTenant, appid: appId, ver: '1.0' },
    }),
    'of an Entra v2 tenant (emulator)': () => ({
      claims: { iss: `https://login.microsoftonline.com/${homeTenant}/v2.0`, tid: homeTenant, azp: appId, ver: '2.0' },
    }),
    'of a skill': () => ({
      claims: {
        iss: `https://login.microsoftonline.com/${homeTenant}/v2.0`,
        appid: otherTenant,
        ver: '1.0',
        aud: appId,
      },
    }),
    'without an issuer': () => ({ without: ['iss'] }),
    'for another bot': () => ({ claims: { aud: otherTenant } }),
    'for this bot in capitals': () => ({ claims: { aud: appId.toUpperCase() } }),
    'for several audiences': () => ({ claims: { aud: [appId, otherTenant] } }),
    'for a list of one audience': () => ({ claims: { aud: [appId] } }),
    'without an audience': () => ({ without: ['aud'] }),
    'that expired six minutes ago': () => ({ claims: { exp: nowS() - 360 } }),
    'without an expiry': () => ({ without: ['exp'] }),
    'with an expiry in words': () => ({ claims: { exp: 'never' as unknown as number } }),
    'valid only in ten minutes': () => ({ claims: { nbf: nowS() + 600 } }),
    'without a start': () => ({ without: ['nbf'] }),
    'of more than 16 KiB': () => ({ claims: { padding: 'x'.repeat(16 * 1024) } }),
    'without a service URL': () => ({ without: ['serviceurl'] }),
    'with a list of service URLs': () => ({ claims: { serviceurl: [`${world.url}/`] } }),
    'for another service URL': () => ({ claims: { serviceurl: 'https://smba.trafficmanager.net/teams/' } }),
    'for the service URL without its slash': () => ({ claims: { serviceurl: world.url } }),
  };

  it.each(Object.keys(claimChanges))('%s is refused', async (name) => {
    const token = await signToken(world, bot.clock.ms, claimChanges[name]?.());
    await expectRefused(`Bearer ${token}`);
  });

  const forgeries: Record<string, () => Promise<string> | string> = {
    'signed by a stranger under a known key id': () =>
      signToken(world, bot.clock.ms, { signer: 'stranger', header: { kid: 'good' } }),
    'signed by a stranger': () => signToken(world, bot.clock.ms, { signer: 'stranger' }),
    'signed with a key that is not endorsed for Teams': () => signToken(world, bot.clock.ms, { signer: 'unendorsed' }),
    'without a key id': () => signToken(world, bot.clock.ms, { header: { kid: undefined } }),
    'with an empty key id': () => signToken(world, bot.clock.ms, { header: { kid: '' } }),
    'that brings its own key': () =>
      signToken(world, bot.clock.ms, {
        signer: 'stranger',
        header: { kid: 'good', jku: `${world.url}/evil`, jwk: { kty: 'RSA' } },
      }),
    'with a critical extension': () => signToken(world, bot.clock.ms, { header: { crit: ['x'], x: 1 } as object }),
    'without an algorithm': () => unsigned({ alg: 'none', kid: 'good' }, channelClaims(), 'x'),
    'with alg NONE': () => unsigned({ alg: 'NONE', kid: 'good' }, channelClaims(), 'x'),
    'signed by HMAC with the public key': async () =>
      new SignJWT(channelClaims()).setProtectedHeader({ alg: 'HS256', kid: 'good' }).sign(await publicKeyBytes()),
    'whose header is a list': () => unsigned([], channelClaims(), 'x'),
    'whose header is null': () => `${base64url.encode('null')}.${base64url.encode('{}')}.x`,
    'whose payload was changed': async () => {
      const [header, , signature] = (await signToken(world, bot.clock.ms)).split('.');
      return `${header}.${base64url.encode(JSON.stringify({ ...channelClaims(), aud: appId, x: 1 }))}.${signature}`;
    },
    'cut short': async () => (await signToken(world, bot.clock.ms)).slice(0, -4),
    'that says RS384': () => unsigned({ alg: 'RS384', kid: 'good' }, channelClaims(), 'x'),
    'that says PS256': () => unsigned({ alg: 'PS256', kid: 'good' }, channelClaims(), 'x'),
  };

  it.each(Object.keys(forgeries))('%s is refused', async (name) => {
    await expectRefused(`Bearer ${await forgeries[name]?.()}`);
    expect(world.at('/evil')).toEqual([]);
  });
});

describe('an activity with a good token', () => {
  const channels = [
    'webchat',
    'directline',
    'email',
    'emulator',
    'skype',
    'slack',
    'sms',
    'telegram',
    'msTeams',
    'AseChannel',
  ];

  it.each(channels)('from the channel %s is refused, whatever key signed', async (channelId) => {
    for (const signer of ['good', 'unendorsed'] as const) {
      expect(await bot.post(messageOf(world, { channelId }), { signer })).toEqual(unauthorized);
    }
    expect(bot.told).toEqual([]);
  });

  const place = { id: 'a:1', conversationType: 'personal' };
  const shapes: Record<string, (tenant: unknown) => object> = {
    message: (tenant) => ({ conversation: { ...place, tenantId: tenant }, channelData: { tenant: { id: tenant } } }),
    'message with a mention': (tenant) => ({ ...shapes['message']?.(tenant), entities: [{ type: 'mention' }] }),
    press: (tenant) => ({ ...pressOf(world, executeValue()), ...shapes['message']?.(tenant) }),
    install: (tenant) => ({ type: 'installationUpdate', action: 'add', ...shapes['message']?.(tenant) }),
    'member added': (tenant) => ({
      type: 'conversationUpdate',
      membersAdded: [{ id: `28:${appId}` }],
      ...shapes['message']?.(tenant),
    }),
    event: (tenant) => ({ type: 'event', ...shapes['message']?.(tenant) }),
  };
  const tenants = [
    otherTenant,
    undefined,
    null,
    '',
    homeTenant.replace('1', '0'),
    [homeTenant],
    { id: homeTenant },
    ` ${homeTenant}`,
  ];

  it.each(Object.keys(shapes))('that is a %s of another or no tenant is refused', async (name) => {
    for (const tenant of tenants) {
      expect(await bot.post(messageOf(world, { ...shapes[name]?.(tenant) }))).toEqual(unauthorized);
    }
    expect(bot.told).toEqual([]);
  });

  it.each([
    { conversation: { ...place, tenantId: otherTenant } },
    { conversation: place },
    { channelData: { tenant: { id: otherTenant } } },
    { channelData: { tenant: {} } },
    { channelData: {} },
    { channelData: undefined },
    { conversation: undefined },
  ])('whose two tenants do not agree is refused: %j', async (changes) => {
    expect(await bot.post(messageOf(world, changes))).toEqual(unauthorized);
  });

  it.each([undefined, null, 'text', 7, [], {}])('that is no activity at all is refused: %j', async (body) => {
    expect(await bot.post(body)).toEqual(unauthorized);
  });
});

/** The SDK's own list of issuers, which its authentication grows with every token it sees. */
function sdkIssuers(): readonly string[] {
  const path = 'botframework-connector/lib/auth/tokenValidationParameters';
  return createRequire(import.meta.url)(path).ToBotFromBotOrEmulatorTokenValidationParameters.issuer;
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('a flood of bad tokens', () => {
  async function flood(requests: number): Promise<Set<number>> {
    const [, , signature] = (await signToken(world, bot.clock.ms)).split('.');
    const body = messageOf(world);
    const statuses = new Set<number>();
    for (let request = 0; request < requests; request += 1) {
      const claims = { ...channelClaims(), iss: 'https://sts.windows.net/x/', tid: `tenant-${request}` };
      const kid = request % 2 ? 'good' : `unknown-${request}`;
      const authorization = `Bearer ${unsigned({ alg: 'RS256', kid }, claims, signature)}`;
      statuses.add((await bot.handleActivity({ headers: { authorization }, body })).status);
    }
    bot.logged.length = 0;
    return statuses;
  }

  it('runs no turn, fetches the keys once a minute and leaves the process as it was', async () => {
    await flood(1_000);
    const heap = heapInUse();
    bot.clock.ms += 60_000;
    world.forget();
    expect(await flood(10_000)).toEqual(new Set([401]));
    expect(bot.told).toEqual([]);
    expect(world.at('/channel/keys')).toHaveLength(1);
    expect(sdkIssuers()).toHaveLength(9);
    expect(heapInUse() - heap).toBeLessThan(2 * 1024 * 1024);
  });

  it('of mutations of a good one is refused throughout', { timeout: 300_000 }, async () => {
    const body = messageOf(world);
    const token = await signToken(world, bot.clock.ms);
    const spot = fc.nat(token.length - 1);
    await fc.assert(
      fc.asyncProperty(spot, fc.constantFrom(...'AZaz09-_.='), async (index, letter) => {
        fc.pre(
          token[index] !== letter &&
            decoded(token.slice(0, index) + letter + token.slice(index + 1)) !== decoded(token),
        );
        const authorization = `Bearer ${token.slice(0, index)}${letter}${token.slice(index + 1)}`;
        expect(await bot.handleActivity({ headers: { authorization }, body })).toEqual(unauthorized);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
    );
    expect(bot.told).toEqual([]);
  });
});

/** The last letter of each part has spare bits: only what it decodes to counts. */
function decoded(token: string): string {
  return token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}

it('answers 503 while there are no keys to check with', async () => {
  world.script('/channel', { status: 503 });
  expect(await bot.post(messageOf(world))).toEqual({ status: 503, body: 'Service Unavailable' });
  expect(bot.told).toEqual([]);
});

it('writes no token to the log', async () => {
  const token = await signToken(world, bot.clock.ms, { signer: 'stranger', header: { kid: 'good' } });
  await bot.handleActivity({ headers: { authorization: `Bearer ${token}` }, body: messageOf(world) });
  expect(bot.logged).toHaveLength(1);
  expect(JSON.stringify(bot.logged)).not.toContain(token.split('.')[2]);
});

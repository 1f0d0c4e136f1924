import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bot, startBot } from './bot.ts';
import { messageOf, signToken, startWorld, type World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const keysPath = '/channel/keys';
const metadataPath = '/channel/.well-known/openidconfiguration';

let world: World;
let bot: Bot;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  bot = startBot(world);
});
afterEach(() => {
  world.publish('good', 'unendorsed');
  world.forget();
});
afterAll(() => world.close());

const down = () => world.script('/channel', ...Array.from({ length: 20_000 }, () => ({ status: 503 })));
const hanging = () => world.script('/channel', ...Array.from({ length: 200 }, () => ({ hang: true })));

async function statuses(requests: number, signer: 'good' | 'next' = 'good'): Promise<Record<number, number>> {
  const authorization = `Bearer ${await signToken(world, bot.clock.ms, { signer })}`;
  const request = () => bot.handleActivity({ headers: { authorization }, body: messageOf(world) });
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(Array.from({ length: requests }, request))) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

it('are fetched once by fifty requests at a time', async () => {
  expect(await statuses(50)).toEqual({ 200: 50 });
  expect(world.at(keysPath)).toHaveLength(1);
});

it('are fetched again after 24 hours, not before', async () => {
  await statuses(1);
  bot.clock.ms += 24 * hour - 1;
  await statuses(5);
  expect(world.at(keysPath)).toHaveLength(1);
  bot.clock.ms += 1;
  await statuses(5);
  await expect.poll(() => world.at(keysPath).length).toBe(2);
});

describe('when the key service is down', () => {
  it('serve on for a day and an hour: 1,000 of 1,000 requests pass', async () => {
    await statuses(1);
    down();
    bot.clock.ms += 25 * hour;
    expect(await statuses(1_000)).toEqual({ 200: 1_000 });
    await expect.poll(() => world.at(metadataPath).length).toBe(2);
  });

  it('are asked for at most once a minute', async () => {
    await statuses(1);
    down();
    bot.clock.ms += 25 * hour;
    for (let request = 0; request < 60; request += 1) {
      bot.clock.ms += 3_000;
      await statuses(1);
      await bot.keys.ready();
    }
    expect(world.at(metadataPath).length).toBeLessThanOrEqual(1 + 4);
  });

  it('serve for five days, then nothing runs and the bot is not ready', async () => {
    await statuses(1);
    down();
    bot.clock.ms += 5 * 24 * hour - 1;
    expect(await statuses(1)).toEqual({ 200: 1 });
    expect(await bot.keys.ready()).toBe(true);
    bot.clock.ms += minute;
    expect(await statuses(3)).toEqual({ 503: 3 });
    expect(await bot.keys.ready()).toBe(false);
  });

  it('come back with it', async () => {
    down();
    expect(await statuses(1)).toEqual({ 503: 1 });
    world.forget();
    bot.clock.ms += 5_000;
    expect(await statuses(1)).toEqual({ 200: 1 });
    expect(await bot.keys.ready()).toBe(true);
  });
});

describe('when the key service hangs', () => {
  it('delay nobody while old ones serve, and are asked for once', async () => {
    await statuses(1);
    hanging();
    bot.clock.ms += 25 * hour;
    const started = performance.now();
    expect(await statuses(50)).toEqual({ 200: 50 });
    expect(performance.now() - started).toBeLessThan(1_000);
    await expect.poll(() => world.at(metadataPath).length).toBe(2);
  });

  it('delay the first requests until the timeout, once', async () => {
    bot = startBot(world, { keysTimeoutMs: 100 });
    hanging();
    expect(await statuses(20)).toEqual({ 503: 20 });
    expect(await statuses(20)).toEqual({ 503: 20 });
    expect(world.at(metadataPath)).toHaveLength(1);
  });
});

it('are asked for once at a time, however long that takes', async () => {
  bot = startBot(world, { keysTimeoutMs: 200 });
  hanging();
  const first = statuses(1);
  await expect.poll(() => world.at(metadataPath).length).toBe(1);
  bot.clock.ms += hour;
  expect([await statuses(5), await first]).toEqual([{ 503: 5 }, { 503: 1 }]);
  expect(world.at(metadataPath)).toHaveLength(1);
});

it('are not taken from another host', async () => {
  const elsewhere = await startWorld();
  world.script(metadataPath, { body: { jwks_uri: `${elsewhere.url}/channel/keys` } });
  expect(await statuses(1)).toEqual({ 503: 1 });
  expect(elsewhere.received).toEqual([]);
  await elsewhere.close();
});

describe('a key that is new', () => {
  it('is found by one fetch', async () => {
    await statuses(1);
    world.publish('good', 'next');
    bot.clock.ms += minute;
    expect(await statuses(20, 'next')).toEqual({ 200: 20 });
    expect(world.at(keysPath)).toHaveLength(2);
  });

  it('is not looked for twice in a minute', async () => {
    await statuses(1);
    bot.clock.ms += minute;
    expect(await statuses(20, 'next')).toEqual({ 401: 20 });
    bot.clock.ms += minute - 1;
    expect(await statuses(20, 'next')).toEqual({ 401: 20 });
    expect(world.at(keysPath)).toHaveLength(2);
  });
});

it('stay when the service answers nonsense', async () => {
  await statuses(1);
  for (const body of [
    '<html>',
    '[]',
    '{}',
    { jwks_uri: 'https://evil.example/keys' },
    { jwks_uri: `${world.url}/none` },
  ]) {
    bot.clock.ms += 2 * minute;
    world.script('/channel', { body });
    expect(await statuses(1, 'next')).toEqual({ 401: 1 });
    expect(await statuses(1)).toEqual({ 200: 1 });
  }
  for (const body of [
    { keys: [] },
    { keys: [{ kty: 'RSA', kid: 'good', endorsements: ['msteams'] }] },
    { keys: 'x' },
  ]) {
    bot.clock.ms += 2 * minute;
    world.script(keysPath, { body });
    expect(await statuses(1, 'next')).toEqual({ 401: 1 });
    expect(await statuses(1)).toEqual({ 200: 1 });
  }
});

it('that the bot may not use any more stop working when they leave the set', async () => {
  await statuses(1);
  world.publish('next');
  bot.clock.ms += 24 * hour;
  await bot.keys.ready();
  await expect.poll(() => statuses(1)).toEqual({ 401: 1 });
});

import { expect, it } from 'vitest';
import { standingReader } from '../../src/bot/standing.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { startBot } from './bot.ts';
import { homeTenant, messageOf, otherTenant, startWorld } from './world.ts';

const oid = '33333333-3333-4333-8333-333333333333';
const ordinary = { aadObjectId: oid, tenantId: homeTenant, userRole: 'user', userPrincipalName: 'adele@contoso.com' };
const person = { kind: 'person', organization: 'org', tenantId: homeTenant, oid, name: 'Adele' } as const;

/** A turn that arrived, and Teams answering what the test says about who sent it. */
async function setUp(member: object | undefined, status = 200) {
  const world = await startWorld();
  const bot = startBot(world);
  const place = { id: 'a:personal-adele;messageid=1', conversationType: 'channel', tenantId: homeTenant };
  await bot.post(messageOf(world, { conversation: place }));
  const turn = bot.told[0]?.turn as Turn;
  const path = '/v3/conversations/a%3Apersonal-adele/members/';
  const standingOf = standingReader(bot.connector, {
    now: () => bot.clock.ms,
    sleep: async () => {},
    newId: () => '',
    sha256: () => '',
  });
  const ask = async (now = member, nowStatus = status) => {
    world.script(path, { status: nowStatus, body: now ?? {} });
    return standingOf(turn, person);
  };
  const lookups = () => world.at(path).map(({ method, path: asked }) => `${method} ${asked.slice(path.length)}`);
  return { world, bot, ask, lookups };
}

it.each([
  ['an ordinary member', ordinary, 'member'],
  ['an owner', { ...ordinary, userRole: 'owner' }, 'member'],
  ['somebody whose role Teams leaves out', { ...ordinary, userRole: undefined }, 'member'],
  ['a guest', { ...ordinary, userRole: 'guest' }, 'guest'],
  ['an anonymous person', { ...ordinary, userRole: 'anonymous' }, 'guest'],
  ['a guest by name', { ...ordinary, userPrincipalName: 'x_y.com#ext#@contoso.onmicrosoft.com' }, 'guest'],
  ['a person of another tenant', { ...ordinary, tenantId: otherTenant }, 'elsewhere'],
  ['another person', { ...ordinary, aadObjectId: otherTenant }, 'unknown'],
  ['nothing that can be read', { hello: 1 }, 'unknown'],
])('tells %s', async (_what, member, standing) => {
  const { world, ask, lookups } = await setUp(member);
  expect(await ask()).toBe(standing);
  expect(lookups()).toEqual(['GET 29%3Aadele']);
  await world.close();
});

it('says that it does not know when Teams does not say', async () => {
  const { world, ask } = await setUp(ordinary, 404);
  expect(await ask()).toBe('unknown');
  expect(await ask(ordinary, 200)).toBe('member');
  await world.close();
});

it('lets somebody who became a guest in within a minute at most', async () => {
  const { world, bot, ask, lookups } = await setUp(ordinary);
  expect(await ask()).toBe('member');
  bot.clock.ms += 59_000;
  expect(await ask({ ...ordinary, userRole: 'guest' })).toBe('member');
  bot.clock.ms += 1_000;
  expect(await ask({ ...ordinary, userRole: 'guest' })).toBe('guest');
  bot.clock.ms += 10_000;
  expect(await ask(ordinary)).toBe('member');
  expect(lookups()).toHaveLength(3);
  await world.close();
});

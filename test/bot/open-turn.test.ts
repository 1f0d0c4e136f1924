import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Turn } from '../../src/bot/turn.ts';
import { startBot } from './bot.ts';
import { appId, executeValue, homeTenant, messageOf, pressOf, startWorld, type World } from './world.ts';

let world: World;
let turnOf: (activity: object) => Promise<Turn>;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  const bot = startBot(world);
  turnOf = async (activity) => {
    await bot.post(activity);
    return bot.told.at(-1)!.turn;
  };
});
afterEach(() => world.forget());
afterAll(() => world.close());

it('tells who spoke, where and what', async () => {
  const conversation = { id: '19:soc@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: homeTenant };
  const entities = [{ type: 'mention', mentioned: { id: `28:${appId}` }, text: '<at>Bulwark</at>' }];
  const message = messageOf(world, { conversation, entities, text: '<at>Bulwark</at> risky' });
  expect(await turnOf(message)).toMatchObject({
    activityId: message.id,
    conversation: { id: conversation.id, type: 'channel', tenantId: homeTenant },
    from: { id: '29:adele', aadObjectId: '33333333-3333-4333-8333-333333333333', name: 'Adele Vance' },
    botId: `28:${appId}`,
    text: 'risky',
    serviceUrl: `${world.url}/`,
  });
});

it('knows what people call a channel, as far as Teams says it', async () => {
  const tenant = { id: homeTenant };
  const nameIn = async (data: object) =>
    (await turnOf(messageOf(world, { channelData: { tenant, ...data } }))).conversation.name;
  const team = { id: '19:team', name: 'Contoso Security' };
  expect(await nameIn({ team, channel: { id: '19:soc', name: 'SOC' } })).toBe('Contoso Security › SOC');
  expect(await nameIn({ team, channel: { id: '19:soc' } })).toBe('Contoso Security');
  expect(await nameIn({ team: null, channel: { name: 7 } })).toBeUndefined();
});

it('knows the message that holds the pressed card', async () => {
  expect((await turnOf(pressOf(world, executeValue(), { replyToId: '1700' }))).replyToId).toBe('1700');
});

it('leaves out what Teams did not say', async () => {
  const turn = await turnOf(messageOf(world, { from: { id: '29:guest' }, text: null }));
  expect([turn.from, turn.replyToId, turn.text]).toEqual([{ id: '29:guest' }, undefined, '']);
});

it('throws what the connector did not take, once', async () => {
  const turn = await turnOf(messageOf(world));
  world.script('/v3/', { status: 500 });
  await expect(turn.send({ type: 'message' })).rejects.toThrow('did not take the message (failed)');
  expect(world.at('/v3/')).toHaveLength(1);
});

it('does not mind typing that fails', async () => {
  const turn = await turnOf(messageOf(world));
  world.script('/v3/', { status: 503 });
  await turn.typing();
  expect(world.at('/v3/')).toMatchObject([{ body: expect.stringContaining('"type":"typing"') }]);
});

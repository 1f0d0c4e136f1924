import { expect, it, onTestFinished } from 'vitest';
import { turnHandlers } from '../../src/bot/handlers.ts';
import { startBot } from './bot.ts';
import { fakeDesk } from './fake-desk.ts';
import { appId, executeValue, homeTenant, messageOf, pressOf, startWorld } from './world.ts';

/** The handlers behind signed activities, in one kind of conversation. */
async function inConversation(conversationType: string, id: string) {
  const world = await startWorld();
  onTestFinished(() => void world.close());
  const { desk, world: core } = fakeDesk();
  core.access.roles.set(messageOf(world).from.aadObjectId, ['viewer']);
  const bot = startBot(world, { handlers: turnHandlers(desk) });
  const conversation = { id, conversationType, tenantId: homeTenant };
  const sent = () => {
    const posts = world.at(`/v3/conversations/${encodeURIComponent(id)}/activities`);
    return posts.map(({ body }) => JSON.parse(body)).filter(({ type }) => type === 'message');
  };
  return { world, bot, place: { conversation }, sent };
}

it.each([
  ['personal', 'a:adele'],
  ['groupChat', '19:0a1b2c@thread.v2'],
  ['channel', '19:soc@thread.tacv2;messageid=1750000000000'],
])('a command and a press are answered in a conversation of the type %s', async (type, id) => {
  const { world, bot, place, sent } = await inConversation(type, id);
  const mention = { type: 'mention', mentioned: { id: `28:${appId}` }, text: '<at>Bulwark</at>' };
  const said = messageOf(world, { ...place, text: '<at>Bulwark</at> posture', entities: [mention] });
  expect((await bot.post(said)).status).toBe(200);
  expect(sent()).toMatchObject([{ conversation: { id }, summary: expect.stringMatching(/ secure/) }]);
  const pressed = await bot.post(pressOf(world, executeValue(), place));
  expect(pressed).toMatchObject({ status: 200, body: { statusCode: 200, value: { type: 'AdaptiveCard' } } });
});

import { expect, test } from 'vitest';
import { conversationId, type Json, openBot, openWorld, sharedWorld } from '../world-client.ts';

async function chatWorld(answer?: (activity: Json) => unknown) {
  const world = await openWorld();
  const bot = await openBot(answer);
  await world.control('POST', 'bots', { url: bot.url });
  return { world, bot, say: (body: unknown) => world.control('POST', 'chat', body) };
}

test('a message in a 1:1 chat looks like one of Teams', async () => {
  const { world, bot, say } = await chatWorld();
  const reply = await say({ as: 'viewer', conversation: 'personal', text: 'posture' });
  expect([reply.status, reply.body]).toEqual([200, { status: 200, body: null }]);
  const { aadObjectId, name, teamsId } = world.facts.people.find((one: Json) => one.alias === 'viewer');
  expect(bot.heard.at(-1)?.activity).toMatchObject({
    type: 'message',
    channelId: 'msteams',
    text: 'posture',
    serviceUrl: world.facts.serviceUrl,
    from: { id: teamsId, name, aadObjectId },
    recipient: { id: `28:${world.botAppId}` },
    conversation: {
      id: conversationId(world, 'personal', 'viewer'),
      conversationType: 'personal',
      tenantId: world.homeTenantId,
    },
    channelData: { tenant: { id: world.homeTenantId } },
  });
});

test('in a channel the mention is added, in text and entity, and the message opens a thread', async () => {
  const { world, bot, say } = await chatWorld();
  await say({ as: 'admin', conversation: 'soc', text: 'posture' });
  const activity = bot.heard.at(-1)?.activity;
  expect(activity.text).toBe('<at>Bulwark</at> posture');
  expect(activity.entities[0]).toEqual({
    type: 'mention',
    text: '<at>Bulwark</at>',
    mentioned: { id: `28:${world.botAppId}`, name: 'Bulwark' },
  });
  const channel = conversationId(world, 'soc');
  expect(activity.conversation).toMatchObject({ id: `${channel};messageid=${activity.id}`, isGroup: true });
  expect(activity.channelData).toMatchObject({ channel: { id: channel }, tenant: { id: world.homeTenantId } });
});

test('without a mention the bot hears nothing in a channel, but people see it', async () => {
  const { world, bot, say } = await chatWorld();
  await say({ as: 'admin', conversation: 'soc', text: 'hi' });
  const heard = bot.heard.length;
  const reply = await say({ as: 'admin', conversation: 'soc', text: 'lunch?', mention: false });
  expect(reply.body.body).toBeNull();
  expect(bot.heard).toHaveLength(heard);
  const feed = await fetch(`${world.url}/_chat/messages?as=viewer&conversation=soc`);
  const { messages } = (await feed.json()) as Json;
  expect(messages.at(-1)).toMatchObject({ activity: { text: 'lunch?' }, from: { alias: 'admin', bot: false } });
});

test('the first word in a conversation is preceded by the installation, once', async () => {
  const { bot, say } = await chatWorld();
  for (const text of ['one', 'two']) await say({ as: 'admin', conversation: 'personal', text });
  await say({ as: 'viewer', conversation: 'soc', text: 'three' });
  expect(bot.heard.map(({ activity }) => [activity.type, activity.conversation.conversationType])).toEqual([
    ['conversationUpdate', 'personal'],
    ['installationUpdate', 'personal'],
    ['message', 'personal'],
    ['message', 'personal'],
    ['conversationUpdate', 'channel'],
    ['installationUpdate', 'channel'],
    ['message', 'channel'],
  ]);
  expect(bot.heard[0]?.activity.membersAdded).toHaveLength(1);
  expect(bot.heard[1]?.activity.action).toBe('add');
});

test('an installation nobody could take is told again', async () => {
  const world = await openWorld();
  const dead = await openBot();
  await world.control('POST', 'bots', { url: dead.url });
  await dead.close();
  await world.control('POST', 'chat', { as: 'admin', conversation: 'personal', text: 'lost' });
  const bot = await openBot();
  await world.control('POST', 'bots', { url: bot.url });
  await world.control('POST', 'chat', { as: 'admin', conversation: 'personal', text: 'heard' });
  expect(bot.heard.map(({ activity }) => activity.type)).toEqual([
    'conversationUpdate',
    'installationUpdate',
    'message',
  ]);
});

test('a press is an invoke, and the product’s own response comes back', async () => {
  const card = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } };
  const { bot, say } = await chatWorld((activity) => (activity.type === 'invoke' ? card : ''));
  const press = { activityId: '1700000000000', verb: 'posture.refresh', data: { v: 1 } };
  const reply = await say({ as: 'admin', conversation: 'personal', press });
  expect(reply.body).toEqual({ status: 200, body: card });
  expect(bot.heard.at(-1)?.activity).toMatchObject({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: press.activityId,
    value: {
      action: { type: 'Action.Execute', id: 'posture.refresh', verb: 'posture.refresh', data: { v: 1 } },
      trigger: 'manual',
    },
  });
});

test('the outsider writes from another tenant', async () => {
  const { world, bot, say } = await chatWorld();
  await say({ as: 'outsider', conversation: 'personal', text: 'hi' });
  const { tenantId } = world.facts.people.at(-1);
  const activity = bot.heard.at(-1)?.activity;
  expect([activity.conversation.tenantId, activity.channelData.tenant.id]).toEqual([tenantId, tenantId]);
});

test.each([
  ['nobody', { as: 'nobody', conversation: 'personal', text: 'x' }],
  ['nowhere', { as: 'admin', conversation: 'general', text: 'x' }],
  ['nothing', { as: 'admin', conversation: 'personal' }],
  [
    'both text and press',
    { as: 'admin', conversation: 'soc', text: 'x', press: { activityId: '1', verb: 'v', data: {} } },
  ],
  ['a press without verb', { as: 'admin', conversation: 'soc', press: { activityId: '1' } }],
  ['a mention that is no boolean', { as: 'admin', conversation: 'soc', text: 'x', mention: 'no' }],
  ['no JSON', '{'],
])('%s is 400 and nothing is said', async (_what, body) => {
  const world = await sharedWorld();
  const reply = await world.control('POST', 'chat', body);
  expect(reply.status).toBe(400);
  expect(reply.body.error).toEqual(expect.any(String));
  expect(
    ((await (await fetch(`${world.url}/_chat/messages?as=admin&conversation=soc`)).json()) as Json).messages,
  ).toEqual([]);
});

test('the compose box asks the app, and what is picked becomes a message of the person', async () => {
  const find = { v: 1, user: 'u' };
  const content = { type: 'AdaptiveCard', version: '1.5', body: [] };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  const result = { composeExtension: { type: 'result', attachments: [{ contentType, content, preview: {} }] } };
  const { world, bot, say } = await chatWorld(({ type }) => (type === 'invoke' ? result : undefined));
  await say({ as: 'viewer', conversation: 'soc', query: 'al' });
  expect(bot.heard.at(-1)?.activity).toMatchObject({
    type: 'invoke',
    name: 'composeExtension/query',
    value: { commandId: 'riskyUsers', parameters: [{ name: 'user', value: 'al' }] },
  });
  const reply = await say({ as: 'viewer', conversation: 'soc', insert: find });
  expect(reply.body).toEqual({ status: 200, body: result });
  expect(bot.heard.at(-1)?.activity).toMatchObject({ name: 'composeExtension/selectItem', value: find });
  const feed = await fetch(`${world.url}/_chat/messages?as=admin&conversation=soc`);
  const { messages } = (await feed.json()) as Json;
  const attachments = [{ contentType, content }];
  expect(messages.at(-1)).toMatchObject({ activity: { attachments }, from: { alias: 'viewer', bot: false } });
});

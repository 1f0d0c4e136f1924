import { expect, test } from 'vitest';
import { botHeaders, call, conversationId, type Json, openWorld } from '../world-client.ts';

async function connector() {
  const world = await openWorld();
  const headers = await botHeaders(world);
  return {
    world,
    v3: (method: string, path: string, body?: unknown) => call(`${world.url}/v3/${path}`, method, body, headers),
    at: (alias: string, as?: string) => `conversations/${encodeURIComponent(conversationId(world, alias, as))}`,
  };
}

test('without the bot’s own token nothing is let in', async () => {
  const { world, at } = await connector();
  const url = `${world.url}/v3/${at('soc')}/activities`;
  const graphToken = (await world.token()).body.access_token;
  for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${graphToken}` }]) {
    expect((await call(url, 'POST', { type: 'message', text: 'x' }, headers as Record<string, string>)).status).toBe(
      401,
    );
  }
  expect((await world.control('GET', 'messages?conversation=soc')).body.messages).toEqual([]);
});

test('what the bot says, replies, edits and deletes is remembered as last edited', async () => {
  const { world, v3, at } = await connector();
  const first = await v3('POST', `${at('soc')}/activities`, { type: 'message', text: 'one' });
  expect(first.status).toBe(201);
  const { id } = first.body;
  const reply = await v3('POST', `${at('soc')}/activities/${id}`, { type: 'message', text: 'answer' });
  expect((await v3('PUT', `${at('soc')}/activities/${id}`, { type: 'message', text: 'two' })).body).toEqual({ id });
  expect((await v3('DELETE', `${at('soc')}/activities/${reply.body.id}`)).status).toBe(200);
  await v3('POST', `${at('soc')}/activities`, { type: 'typing' });
  const { messages } = (await world.control('GET', 'messages?conversation=soc')).body;
  expect(messages).toMatchObject([
    {
      conversation: 'soc',
      as: null,
      activityId: id,
      replyToId: null,
      edited: 1,
      deleted: false,
      activity: { text: 'two' },
    },
    { activityId: reply.body.id, replyToId: id, edited: 0, deleted: true, activity: { text: 'answer' } },
  ]);
});

test('a 1:1 chat is opened by Teams id or object id, and each person has an own one', async () => {
  const { world, v3 } = await connector();
  const viewer = world.facts.people.find((one: Json) => one.alias === 'viewer');
  for (const id of [viewer.teamsId, viewer.aadObjectId]) {
    const body = {
      isGroup: false,
      bot: { id: `28:${world.botAppId}` },
      members: [{ id }],
      tenantId: world.homeTenantId,
    };
    const opened = await v3('POST', 'conversations', body);
    expect([opened.status, opened.body.id]).toEqual([201, conversationId(world, 'personal', 'viewer')]);
  }
  expect(conversationId(world, 'personal', 'admin')).not.toBe(conversationId(world, 'personal', 'viewer'));
  expect((await v3('POST', 'conversations', { members: [{ id: '29:nobody' }] })).status).toBe(403);
});

test('a thread is opened in a channel with its first message', async () => {
  const { world, v3 } = await connector();
  const channel = conversationId(world, 'random');
  const body = {
    isGroup: true,
    channelData: { channel: { id: channel } },
    activity: { type: 'message', text: 'News' },
  };
  const opened = (await v3('POST', 'conversations', body)).body;
  expect(opened.id).toBe(`${channel};messageid=${opened.activityId}`);
  await v3('POST', `conversations/${encodeURIComponent(opened.id)}/activities`, { type: 'message', text: 'More' });
  const { messages } = (await world.control('GET', 'messages?conversation=random')).body;
  expect(messages.map((one: Json) => one.replyToId)).toEqual([null, opened.activityId]);
});

test('members come whole, in pages and one by one', async () => {
  const { world, v3, at } = await connector();
  const guest = world.facts.people.find((one: Json) => one.alias === 'guest');
  expect((await v3('GET', `${at('soc')}/members`)).body).toHaveLength(8);
  expect((await v3('GET', `${at('personal', 'guest')}/members`)).body).toHaveLength(1);
  const page = (await v3('GET', `${at('soc')}/pagedmembers?pageSize=5`)).body;
  const rest = (await v3('GET', `${at('soc')}/pagedmembers?pageSize=5&continuationToken=${page.continuationToken}`))
    .body;
  expect([page.members.length, rest.members.length, rest.continuationToken]).toEqual([5, 3, undefined]);
  const one = await v3('GET', `${at('soc')}/members/${encodeURIComponent(guest.teamsId)}`);
  expect(one.body).toMatchObject({ aadObjectId: guest.aadObjectId, userRole: 'guest', tenantId: world.homeTenantId });
  expect((await v3('GET', `${at('soc')}/members/29:nobody`)).status).toBe(404);
});

test('the team and its channels', async () => {
  const { v3 } = await connector();
  expect((await v3('GET', 'teams/19:x')).body).toMatchObject({ name: 'Contoso Security', channelCount: 2 });
  const { conversations } = (await v3('GET', 'teams/19:x/conversations')).body;
  expect(conversations.map((one: Json) => one.name)).toEqual(['SOC', 'Random']);
});

test('refusals carry the codes of Teams', async () => {
  const { v3, at } = await connector();
  const code = async (method: string, path: string, body?: unknown) => {
    const reply = await v3(method, path, body);
    return [reply.status, reply.body.error.code];
  };
  expect(await code('POST', 'conversations/19:nowhere/activities', {})).toEqual([404, 'ConversationNotFound']);
  expect(await code('PUT', `${at('soc')}/activities/1`, {})).toEqual([404, 'ActivityNotFound']);
  expect(await code('DELETE', `${at('soc')}/activities/1`)).toEqual([404, 'ActivityNotFound']);
  const huge = { type: 'message', text: 'x'.repeat(52_000) };
  expect(await code('POST', `${at('soc')}/activities`, huge)).toEqual([413, 'MessageSizeTooBig']);
  expect(await code('POST', `${at('soc')}/activities`, '{')).toEqual([400, 'BadSyntax']);
});

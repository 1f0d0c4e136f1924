import { expect, test } from 'vitest';
import { botHeaders, call, conversationId, openWorld, type WorldClient } from '../world-client.ts';

async function events(world: WorldClient, as: string) {
  const response = await fetch(`${world.url}/_chat/events?as=${as}`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async function next(): Promise<{ event: string; data: unknown }> {
    for (;;) {
      const match = /event: (\w+)\ndata: (.*)\n\n/.exec(text);
      if (match) {
        text = text.slice(match.index + match[0].length);
        return { event: match[1] ?? '', data: JSON.parse(match[2] ?? '') };
      }
      text += (await reader.read()).value ?? '';
    }
  };
}

test('the page learns who is here and where they talk', async () => {
  const world = await openWorld();
  const { body } = await call(`${world.url}/_chat/world`, 'GET');
  expect(body.people).toHaveLength(8);
  expect(body.people[0]).toEqual({
    alias: 'admin',
    name: 'Megan Bowen',
    userPrincipalName: 'megan.bowen@contoso.com',
    note: expect.any(String),
  });
  expect(body.conversations).toEqual([
    { alias: 'personal', name: 'Bulwark', type: 'personal' },
    { alias: 'soc', name: 'SOC', type: 'channel', team: 'Contoso Security' },
    { alias: 'random', name: 'Random', type: 'channel', team: 'Contoso Security' },
  ]);
});

test('messages, edits, deletions and typing are pushed to those who can see them', async () => {
  const world = await openWorld();
  const headers = await botHeaders(world);
  const next = await events(world, 'admin');
  const own = `${world.url}/v3/conversations/${encodeURIComponent(conversationId(world, 'personal', 'admin'))}/activities`;
  const foreign = `${world.url}/v3/conversations/${encodeURIComponent(conversationId(world, 'personal', 'viewer'))}/activities`;
  await call(foreign, 'POST', { type: 'message', text: 'not for admin' }, headers);
  await call(own, 'POST', { type: 'typing' }, headers);
  const { id } = (await call(own, 'POST', { type: 'message', text: 'one' }, headers)).body;
  await call(`${own}/${id}`, 'PUT', { type: 'message', text: 'two' }, headers);
  await call(`${own}/${id}`, 'DELETE', undefined, headers);
  expect([await next(), await next(), await next(), await next()]).toEqual([
    { event: 'typing', data: { conversation: 'personal' } },
    { event: 'message', data: { conversation: 'personal', activityId: id } },
    { event: 'edit', data: { conversation: 'personal', activityId: id } },
    { event: 'delete', data: { conversation: 'personal', activityId: id } },
  ]);
});

test('the messages of a conversation, people’s and the bot’s, oldest first', async () => {
  const world = await openWorld();
  const headers = await botHeaders(world);
  await world.control('POST', 'chat', { as: 'viewer', conversation: 'soc', text: 'hello' });
  const soc = encodeURIComponent(conversationId(world, 'soc'));
  await call(`${world.url}/v3/conversations/${soc}/activities`, 'POST', { type: 'message', text: 'hi' }, headers);
  const { messages } = (await call(`${world.url}/_chat/messages?as=admin&conversation=soc`, 'GET')).body;
  expect(messages).toMatchObject([
    {
      from: { alias: 'viewer', name: 'Lee Gu', bot: false },
      edited: 0,
      deleted: false,
      replyToId: null,
      activity: { text: 'hello' },
    },
    { from: { name: 'Bulwark', bot: true }, activity: { text: 'hi' } },
  ]);
  expect((await call(`${world.url}/_chat/messages?as=admin&conversation=x`, 'GET')).status).toBe(400);
  expect((await call(`${world.url}/_chat/messages?as=x&conversation=soc`, 'GET')).status).toBe(400);
});

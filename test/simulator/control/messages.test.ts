import { expect, test } from 'vitest';
import { botHeaders, call, conversationId, type Json, openWorld, sharedWorld } from '../world-client.ts';

test('personal means all 1:1 chats, with as only that person’s', async () => {
  const world = await openWorld();
  const headers = await botHeaders(world);
  for (const as of ['admin', 'viewer']) {
    const id = encodeURIComponent(conversationId(world, 'personal', as));
    await call(`${world.url}/v3/conversations/${id}/activities`, 'POST', { type: 'message', text: as }, headers);
  }
  const texts = async (query: string) =>
    (await world.control('GET', `messages?${query}`)).body.messages.map((one: Json) => [one.as, one.activity.text]);
  expect(await texts('conversation=personal')).toEqual([
    ['admin', 'admin'],
    ['viewer', 'viewer'],
  ]);
  expect(await texts('conversation=personal&as=viewer')).toEqual([['viewer', 'viewer']]);
  expect(await texts('conversation=soc')).toEqual([]);
});

test('an unknown conversation or person is 400', async () => {
  const world = await sharedWorld();
  expect((await world.control('GET', 'messages?conversation=x')).status).toBe(400);
  expect((await world.control('GET', 'messages?conversation=soc&as=x')).status).toBe(400);
});

import { expect, test } from 'vitest';
import { openWorld, sharedWorld } from '../world-client.ts';

test('an instance announces itself once, and can leave', async () => {
  const world = await openWorld();
  const url = 'http://127.0.0.1:3978/api/messages';
  expect((await world.control('POST', 'bots', { url })).status).toBe(201);
  await world.control('POST', 'bots', { url });
  expect((await world.control('GET', 'bots')).body).toEqual({ bots: [url] });
  expect((await world.control('DELETE', 'bots', { url })).status).toBe(204);
  expect((await world.control('GET', 'bots')).body).toEqual({ bots: [] });
});

test.each([
  'https://evil.example/api/messages',
  'http://127.0.0.1.evil.example/',
  'http://a@127.0.0.1/',
  'file:///x',
  7,
])('chats are never sent to %s', async (url) => {
  const world = await sharedWorld();
  expect((await world.control('POST', 'bots', { url })).status).toBe(400);
  expect((await world.control('GET', 'bots')).body.bots).toEqual([]);
});

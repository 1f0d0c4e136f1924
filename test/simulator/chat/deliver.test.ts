import { expect, test } from 'vitest';
import { type ListeningBot, openBot, openWorld, type WorldClient } from '../world-client.ts';

function say(world: WorldClient, text: string) {
  return world.control('POST', 'chat', { as: 'admin', conversation: 'personal', text });
}

test('instances are spoken to in turn', async () => {
  const world = await openWorld();
  const bots = [await openBot(), await openBot()];
  for (const bot of bots) await world.control('POST', 'bots', { url: bot.url });
  await say(world, 'first');
  for (const bot of bots) bot.heard.length = 0;
  for (const text of ['a', 'b', 'c', 'd']) await say(world, text);
  expect(bots.map((bot) => bot.heard.length)).toEqual([2, 2]);
});

test('a dead instance is passed by', async () => {
  const world = await openWorld();
  const [dead, alive] = [await openBot(), await openBot()];
  for (const bot of [dead, alive]) await world.control('POST', 'bots', { url: bot.url });
  await dead.close();
  for (const text of ['a', 'b', 'c']) expect((await say(world, text)).body.status).toBe(200);
  expect(alive.heard.filter(({ activity }) => activity.type === 'message')).toHaveLength(3);
});

test('a turn that was cut off is not given to another instance', async () => {
  const world = await openWorld();
  const bots: ListeningBot[] = [];
  for (const index of [0, 1]) {
    bots.push(await openBot((activity) => (activity.text === 'crash' ? bots[index]?.crash() : '')));
    await world.control('POST', 'bots', { url: bots[index]?.url });
  }
  expect((await say(world, 'crash')).body.status).toBe(502);
  const heard = bots.flatMap((bot) => bot.heard).filter(({ activity }) => activity.text === 'crash');
  expect(heard).toHaveLength(1);
});

test('with no instance at all the answer says so', async () => {
  const world = await openWorld();
  const reply = await say(world, 'anyone?');
  expect([reply.status, reply.body.status]).toEqual([200, 503]);
});

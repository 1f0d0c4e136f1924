import { expect, it } from 'vitest';
import { wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();

it.each(['hi', 'hello', 'help', '/help', 'HELP'])('answers "%s"', async (text) => {
  const { card } = await world().person('viewer').say(text);
  expect(JSON.stringify(card)).toContain('posture');
});

it('welcomes once, though Teams tells of the installation twice', async () => {
  const newcomer = world().person('approver');
  await newcomer.say('whoami');
  const messages = await newcomer.messages();
  expect(messages).toHaveLength(2);
  await newcomer.say('whoami');
  expect(await newcomer.messages()).toHaveLength(3);
});

it('says in a channel who brought it there, once', async () => {
  const inChannel = world().person('responder', 'random');
  await inChannel.say('whoami');
  const welcomes = (await inChannel.messages()).filter(({ card }) => wordsIn(card).includes('Added by Adele Vance.'));
  expect(welcomes).toHaveLength(1);
});

it.each([
  ['postur', 'posture'],
  ['postrue', 'posture'],
  ['hardn', 'harden'],
  ['hardenn x', 'harden'],
  ['contian alex', 'contain'],
  ['relese alex', 'release'],
  ['rsky', 'risky'],
  ['aduit', 'audit'],
  ['staus', 'status'],
  ['whoam', 'whoami'],
])('knows what "%s" was meant to be', async (typed, meant) => {
  const { card } = await world().person('admin').say(typed);
  expect(JSON.stringify(card)).toContain(meant);
  expect(await world().graphWrites()).toEqual([]);
});

import { expect, it } from 'vitest';
import type { ShownCard } from '../../src/core/chat.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { organization } from '../core/fakes/access.ts';
import { consentMissing, graphDown } from '../core/fakes/refusals.ts';
import { hardener, soc } from '../core/fakes/world.ts';
import { buttonsIn } from '../e2e/cards.ts';
import { type FakeDesk, fakeDesk } from './fake-desk.ts';

const policyKey = allowList[0]!.key;
const postureCard: ShownCard = {
  ...{ organization, conversationId: soc.conversation ?? '', activityId: 'card', askedBy: hardener.oid },
  ...{ kind: 'posture', subject: 'conn_one/posture', connectionId: 'conn_one' },
};
const nothingChanged = { kind: 'message', text: expect.stringContaining('Nothing was changed. Press again') };

/** A desk where one port takes five seconds. */
function slow(port: 'readPosture' | 'standingOf' | 'harden' | 'presses'): FakeDesk {
  const made = fakeDesk();
  const { desk, world } = made;
  const late =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      await world.runtime.sleep(5_000);
      return work(...args);
    };
  const { execute } = desk.presses;
  const slowed = {
    readPosture: { readPosture: late(desk.readPosture) },
    standingOf: { standingOf: late(desk.standingOf) },
    harden: { harden: { ...desk.harden, preview: late(desk.harden.preview) } },
    presses: { presses: { ...desk.presses, execute: late(execute) } },
  };
  Object.assign(desk, slowed[port]);
  made.shown.push(postureCard);
  return made;
}

async function proposedIn({ world }: FakeDesk): Promise<string> {
  return (await world.harden.preview(hardener, soc, policyKey)).operation!.id;
}

async function laterIn({ world }: FakeDesk): Promise<void> {
  await world.runtime.sleep(60_000);
}

it('begins nothing for who is not let in in time', async () => {
  const made = slow('standingOf');
  const op = await proposedIn(made);
  const pressedAt = made.world.runtime.now();
  expect(await made.press('harden.execute', { op, reason: 'Agreed in a change' })).toEqual(nothingChanged);
  expect(made.world.runtime.now() - pressedAt).toBeLessThan(2_500);
  await laterIn(made);
  expect(made.world.policies.writes).toEqual([]);
});

it('owes an edit to a list that is read too slowly', async () => {
  const made = slow('readPosture');
  expect(await made.press('posture.refresh')).toMatchObject({ text: expect.stringContaining('brought up to date') });
  expect(made.refreshed).toEqual([{ card: postureCard }]);
});

it('promises no edit of a list where none is owed', async () => {
  const made = slow('readPosture');
  expect(await made.press('posture.refresh', {}, 'automatic')).toEqual(nothingChanged);
  expect(await made.press('policy.explain', { policyKey })).toEqual(nothingChanged);
  made.shown.push({ ...postureCard, subject: 'conn_one/policy/x' });
  expect(await made.press('posture.show')).toEqual(nothingChanged);
  expect(made.refreshed).toEqual([]);
});

it('leaves the card what it is when a confirmation comes too late', async () => {
  const made = slow('harden');
  expect(await made.press('harden.preview', { policyKey })).toEqual(nothingChanged);
  await laterIn(made);
  expect(made.shown).toEqual([postureCard]);
  expect(made.refreshed).toEqual([]);
});

it('goes on with a change whose checks are slow, and shows what came of it', async () => {
  const made = slow('presses');
  const op = await proposedIn(made);
  expect(await made.press('harden.execute', { op, reason: 'Agreed in a change' })).toMatchObject({
    text: expect.stringContaining('appears on this card'),
  });
  await laterIn(made);
  expect(made.world.policies.writes).toHaveLength(1);
  expect(made.refreshed).toEqual([{ card: postureCard, op }]);
});

it('promises nothing on a card it does not know', async () => {
  const made = slow('presses');
  const op = await proposedIn(made);
  made.shown.length = 0;
  expect(await made.press('harden.execute', { op, reason: 'Agreed in a change' })).toMatchObject({
    text: expect.stringContaining('Ask for'),
  });
});

it('ends a change that is refused after its time, so that the card can say why', async () => {
  const made = slow('presses');
  const op = await proposedIn(made);
  made.world.access.roles.set(hardener.oid, ['viewer']);
  await made.press('harden.execute', { op, reason: 'Agreed in a change' });
  await laterIn(made);
  expect(await made.world.store.find(organization, op)).toMatchObject({
    state: 'ended',
    result: { refused: expect.stringContaining('hardener role') },
  });
  expect(made.refreshed).toEqual([{ card: postureCard, op }]);
});

it.each([
  ['no reason', { reason: '  ', checked: 'true' }, 'Give a reason of at least 5 characters.'],
  ['no tick', { reason: 'Seen in two countries', checked: 'false' }, 'Tick the box to go on.'],
])('says what to fill in, and records no forgery: %s', async (_what, inputs, message) => {
  const { press, world } = fakeDesk();
  const answer = await press('contain.execute', { op: 'op_1', ...inputs });
  expect(answer).toMatchObject({ kind: 'error', errorCode: 'invalid_request', message });
  expect(world.journal.denials).toEqual([]);
  expect(await press('contain.execute', { op: 7, ...inputs })).toMatchObject({ errorCode: 'outdated' });
});

it.each([
  ['a verb that no card has', 'posture.steal', {}, { verb: 'press', why: 'unknown_button' }],
  ['data that no card has', 'harden.execute', { op: 7 }, { verb: 'harden.execute', why: 'invalid_data' }],
])('records %s, and refuses it even where that cannot be recorded', async (_what, verb, data, denial) => {
  const { press, world } = fakeDesk();
  const outdated = { kind: 'error', errorCode: 'outdated' };
  expect(await press(verb, data)).toMatchObject(outdated);
  expect(world.journal.denials).toMatchObject([denial]);
  world.journal.deny = () => Promise.reject(new Error('The disk is full.'));
  expect(await press(verb, data)).toMatchObject(outdated);
});

it('lets an admin mend the consent that a preview misses, and tells everybody else whom to ask', async () => {
  const { press, world } = fakeDesk();
  const preview = () => {
    world.policies.nextReads = [consentMissing];
    return press('harden.preview', { policyKey });
  };
  expect(await preview()).toMatchObject({ kind: 'error', message: expect.stringContaining('An admin must grant') });
  world.access.roles.set(hardener.oid, ['hardener', 'admin']);
  const answer = await preview();
  expect(answer.kind).toBe('card');
  expect(buttonsIn('card' in answer && answer.card)).toMatchObject([
    { verb: 'connect.start', data: { connectionId: 'conn_one' } },
  ]);
  world.policies.nextReads = [graphDown];
  expect(await press('harden.preview', { policyKey })).toMatchObject({ kind: 'error', errorCode: 'graph_failed' });
});

import { expect, it } from 'vitest';
import { verbsIn, wordsIn } from './cards.ts';
import type { Message } from './chat.ts';
import { until } from './until.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const admin = 'grady.archie@contoso.com';
const inputs = { reason: 'Seen signing in from two countries', checked: 'true' };

/** A request for approval of containing somebody with a directory role. */
async function ask(conversation: string) {
  const responder = world().person('responder', conversation);
  const confirm = await responder.say(`contain ${admin}`);
  const answer = await responder.press(confirm, 'contain.execute', {}, inputs);
  return { responder, confirm, answer, op: /op_[0-9a-z]{26}/.exec(JSON.stringify(confirm.card))?.[0] ?? '' };
}

/** The card in the channel that can be approved. */
function waitingIn(conversation: string, op: string): Promise<Message> {
  const approver = world().person('approver', conversation);
  return until('the request stands', async () =>
    (await approver.messages()).find(
      ({ card }) => verbsIn(card).includes('approval.approve') && JSON.stringify(card).includes(op),
    ),
  );
}

it('a second person approves in the channel, and everybody sees what came of it', { timeout: 60_000 }, async () => {
  const { responder, confirm, answer, op } = await ask('soc');
  expect(verbsIn(answer.card)).toEqual(expect.arrayContaining(['approval.approve', 'approval.deny']));
  expect(await world().graphWrites()).toEqual([]);
  const own = await responder.send(confirm.activityId, 'approval.approve', { v: 1, op });
  expect([own.statusCode, own.code]).toEqual([400, 'not_allowed']);
  const waiting = await waitingIn('soc', op);
  const approved = await world().person('approver', 'soc').press(waiting, 'approval.approve', { op });
  expect(approved.statusCode).toBe(200);
  const ended = await responder.shows(confirm.activityId, 'how it ended', ({ card }) =>
    wordsIn(card).includes('Partly'),
  );
  expect(JSON.stringify(ended.card)).toContain(op);
  expect((await world().graphWrites()).map(({ method }) => method)).toEqual(['PATCH', 'POST']);
});

it('a request from a 1:1 chat stands in the operators’ channel', { timeout: 60_000 }, async () => {
  const { responder, confirm, answer, op } = await ask('personal');
  expect(verbsIn(answer.card)).not.toContain('approval.approve');
  const waiting = await waitingIn('soc', op);
  const elsewhere = await world().person('approver').send(confirm.activityId, 'approval.approve', { v: 1, op });
  expect(elsewhere.statusCode).toBe(400);
  await world().person('approver', 'soc').press(waiting, 'approval.deny', { op });
  await responder.shows(confirm.activityId, 'the denial', ({ card }) => wordsIn(card).includes('Denied'));
  expect(await world().graphWrites()).toEqual([]);
});

import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { verbsIn, wordsIn } from './cards.ts';
import { until } from './until.ts';
import { openWorld, useWorld, type World } from './world.ts';

const world = useWorld();
const policyKey = 'user_app_registration';

/** A confirmation that the hardener opened in the channel everybody sees. */
async function openConfirm({ person }: World, conversation = 'soc') {
  const confirm = await person('hardener', conversation).say(`harden ${policyKey}`);
  const op: string = /op_[0-9a-z]{26}/.exec(JSON.stringify(confirm.card))?.[0] ?? '';
  return { ...confirm, op };
}

async function journalOf({ product }: World) {
  const store = await openStore({ kind: 'embedded', directory: product.directory }, { instance: 'test' });
  const rows = await store.readJournal('org_default', 0);
  await store.close();
  return rows.map(({ type, bytes }) => ({ type, ...JSON.parse(bytes) }));
}

it.each(['viewer', 'member', 'guest', 'approver', 'responder'])(
  'refuses a %s who presses with made-up data, without a Graph call',
  async (alias) => {
    const { activityId, op } = await openConfirm(world());
    await world().forgetRequests();
    const person = world().person(alias, 'soc');
    const presses = [
      await person.send(activityId, 'harden.preview', { v: 1, policyKey }),
      await person.send(activityId, 'harden.execute', { v: 1, op }),
      await person.send(activityId, 'op.cancel', { v: 1, op }),
    ];
    for (const { statusCode, code, message } of presses) {
      expect([statusCode, code]).toEqual([400, 'not_allowed']);
      expect(message).toMatch(/\.$/);
    }
    expect(await world().graphRequests()).toEqual([]);
    expect(wordsIn((await person.say(`harden ${policyKey}`)).card)).toMatch(/Not allowed|No role yet/);
    expect(await world().graphRequests()).toEqual([]);
  },
);

it('records each denial once a minute', async () => {
  const own = await openWorld();
  const { activityId, op } = await openConfirm(own);
  const viewer = own.person('viewer', 'soc');
  for (let press = 0; press < 3; press += 1) await viewer.send(activityId, 'harden.execute', { v: 1, op });
  await viewer.send(activityId, 'harden.preview', { v: 1, policyKey });
  const denials = (await journalOf(own)).filter(({ type }) => type === 'denied');
  expect(denials.length).toBeGreaterThanOrEqual(2);
  // Three presses may fall into two minutes, never into three.
  expect(denials.length).toBeLessThanOrEqual(3);
  expect(denials[0]).toMatchObject({ actor: { name: 'Lee Gu' }, detail: { verb: 'execute', why: 'wrong_person' } });
});

it('does not talk to a person of another tenant', async () => {
  const outsider = world().person('outsider');
  const { body } = await world().control('POST', 'chat', { as: 'outsider', conversation: 'personal', text: 'posture' });
  expect(body.status).toBe(401);
  expect(await outsider.messages()).toEqual([]);
  expect(await world().graphRequests()).toEqual([]);
});

it('shows no tenant data in a channel that nobody approved', async () => {
  const { card } = await world().person('hardener', 'random').say('posture');
  expect(wordsIn(card)).toContain('not approved');
  expect(await world().graphRequests()).toEqual([]);
});

it('closes an approved conversation again, for everybody in it', async () => {
  const own = await openWorld();
  const [admin, hardener] = [own.person('admin', 'random'), own.person('hardener', 'random')];
  const approval = await admin.say('approve');
  const posture = await hardener.say('posture');
  expect(verbsIn(posture.card)).toContain('posture.refresh');
  expect((await hardener.press(approval, 'conversation.withdraw')).code).toBe('not_allowed');
  expect(wordsIn((await admin.press(approval, 'conversation.withdraw')).card)).toContain('The approval is withdrawn');
  const closed = await admin.shows(approval.activityId, 'the withdrawal', ({ card }) => verbsIn(card).length === 0);
  expect(wordsIn(closed.card)).toContain('The approval is withdrawn');
  expect(wordsIn((await hardener.say('posture')).card)).toContain('not approved');
  expect((await hardener.press(posture, 'posture.refresh')).code).toBe('not_allowed');
  const open = own.person('hardener', 'soc');
  const kept = await open.say('posture');
  const before = JSON.stringify(posture.card);
  expect((await own.product.toggle({ key: policyKey })).status).toBe(200);
  await open.shows(kept.activityId, 'the change', ({ edited }) => edited > 0);
  const shown = (await hardener.messages()).find(({ activityId }) => activityId === posture.activityId);
  expect(JSON.stringify(shown?.card)).toBe(before);
});

it('lets nobody press a confirmation from another conversation', async () => {
  const { activityId, op } = await openConfirm(world(), 'personal');
  const { statusCode, code } = await world().person('hardener', 'soc').send(activityId, 'harden.execute', { v: 1, op });
  expect([statusCode, code]).toEqual([400, 'not_allowed']);
  expect(await world().graphWrites()).toEqual([]);
});

it('writes once for two presses, one after the other or at once', async () => {
  const hardener = world().person('hardener');
  const confirm = await openConfirm(world(), 'personal');
  const answers = await Promise.all([1, 2, 3].map(() => hardener.press(confirm, 'harden.execute')));
  const late = await hardener.press(confirm, 'harden.execute');
  for (const { card } of [...answers, late]) expect(wordsIn(card)).toContain('Hardened and checked');
  expect(await world().graphWrites()).toHaveLength(1);
});

it('does nothing after a cancel', async () => {
  const hardener = world().person('hardener');
  const confirm = await openConfirm(world(), 'personal');
  const cancelled = await hardener.press(confirm, 'op.cancel');
  expect(wordsIn(cancelled.card)).toContain('Cancelled. Nothing was changed.');
  const { statusCode, message } = await hardener.press(confirm, 'harden.execute');
  expect([statusCode, message]).toEqual([400, 'This confirmation was cancelled. Start again.']);
  expect(await world().graphWrites()).toEqual([]);
});

it('does nothing after the confirmation ran out', async () => {
  const own = await openWorld({ env: { CONFIRM_TTL_S: '1' } });
  const hardener = own.person('hardener');
  const confirm = await openConfirm(own, 'personal');
  const { expiresAt } = await until('the confirmation has run out', async () => {
    const store = await openStore({ kind: 'embedded', directory: own.product.directory }, { instance: 'test' });
    const operation = await store.operations.find('org_default', confirm.op);
    await store.close();
    return operation && operation.expiresAt < Date.now() && operation;
  });
  expect(expiresAt).toBeLessThan(Date.now());
  const { statusCode, message } = await hardener.press(confirm, 'harden.execute');
  expect([statusCode, message]).toEqual([400, 'This confirmation ran out. Start again.']);
  expect(await own.graphWrites()).toEqual([]);
});

it('shows a viewer no button that writes', async () => {
  const { card } = await world().person('viewer').say('posture');
  expect(verbsIn(card).filter((verb) => verb.startsWith('harden'))).toEqual([]);
});

import { expect, it } from 'vitest';
import type { Json } from './call.ts';
import { verbsIn, wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const payroll = '2d9f4c61-8b07-4a5e-9c32-e6b1f5d08a74';
const links = '/applications/b4e8d2f6-1a35-4c79-8e0b-2f6d9a7c5e13/tokenLifetimePolicies';
const policies = '/policies/tokenLifetimePolicies';

/** The lifetime policies of that name in the tenant. */
async function named(name: string): Promise<readonly Json[]> {
  const all: readonly Json[] = await world().document(policies);
  return all.filter(({ displayName }) => displayName === name);
}

it('lists what each token policy does and what uses it', async () => {
  const { card } = await world().person('viewer').say('policies');
  expect(wordsIn(card)).toMatch(
    /Long sessions for payroll.*Tokens live 8 h.*longer than default.*Assigned to Payroll/s,
  );
  expect(wordsIn(card)).toMatch(/Signed SAML for HR.*SHA-256.*has no effect/s);
  expect(wordsIn(card)).toMatch(/Session limits of 2019.*Contains MaxInactiveTime.*ignored by Entra/s);
  expect(verbsIn(card)).toContain('policy.show');
});

it('shows one policy, and buttons that change it only to who may', async () => {
  const viewer = world().person('viewer');
  const seen = await viewer.press(await viewer.say('policies'), 'policy.show', { id: payroll });
  expect(wordsIn(seen.card)).toContain('AccessTokenLifetime');
  expect(verbsIn(seen.card)).not.toContain('delete.preview');
  const forged = await viewer.send(seen.activityId, 'delete.preview', { v: 1, id: payroll });
  expect([forged.statusCode, forged.code]).toEqual([400, 'not_allowed']);
  expect(await world().graphWrites()).toEqual([]);
});

it('unassigns with a confirmation, and assigns again with another', async () => {
  const before = await world().document(links);
  const hardener = world().person('hardener');
  const detail = await hardener.press(await hardener.say('policies'), 'policy.show', { id: payroll });
  const confirm = await hardener.press(detail, 'unassign.preview');
  expect(wordsIn(confirm.card)).toMatch(/Unassign Long sessions for payroll from Payroll\?/);
  expect(await world().graphWrites()).toEqual([]);
  const result = await hardener.press(confirm, 'unassign.execute');
  expect(wordsIn(result.card)).toMatch(/Unassigned and checked.*Isaiah Langer/s);
  expect(await world().document(links)).toEqual([]);
  const undone = await hardener.press(await hardener.press(result, 'undo.preview'), 'undo.execute');
  expect(wordsIn(undone.card)).toContain('Put back and checked');
  expect(await world().document(links)).toEqual(before);
});

it('deletes with a confirmation, and creates anew what was deleted', async () => {
  const hardener = world().person('hardener');
  const list = await hardener.say('policies');
  const detail = await hardener.press(list, 'policy.show', { id: payroll });
  const confirm = await hardener.press(detail, 'delete.preview');
  expect(wordsIn(confirm.card)).toMatch(/Delete Long sessions for payroll\?.*Payroll will lose it.*new object ID/s);
  const result = await hardener.press(confirm, 'delete.execute');
  expect(wordsIn(result.card)).toContain('Deleted and checked');
  expect(await named('Long sessions for payroll')).toEqual([]);

  const undoing = await hardener.press(result, 'undo.preview');
  expect(wordsIn(undoing.card)).toMatch(/Create Long sessions for payroll anew\?.*Assigned again to Payroll/s);
  const undone = await hardener.press(undoing, 'undo.execute');
  const words = await hardener.shows(undone.activityId, 'the result', ({ card }) => wordsIn(card).includes('Put back'));
  const [created] = await named('Long sessions for payroll');
  expect(created.id).not.toBe(payroll);
  expect(wordsIn(words.card)).toMatch(new RegExp(`${created.id}[^]*new object ID`));
  expect(await world().document(links)).toEqual([{ id: created.id }]);
});

it('keeps lists true when a script changes something', async () => {
  const viewer = world().person('viewer');
  const list = await viewer.say('policies');
  const path = `/myorganization/policies/${payroll}?api-version=1.6`;
  await world().product.rest('PATCH', path, { displayName: 'Renamed by a script' });
  await viewer.shows(list.activityId, 'the new name', ({ card }) => wordsIn(card).includes('Renamed by a script'));
});

it('says when there are none', async () => {
  await world().load({ [policies]: [], '/policies/tokenIssuancePolicies': [] });
  const { card } = await world().person('viewer').say('policies');
  expect(wordsIn(card)).toContain('No token policies in this tenant.');
});

it('names what it could not read', async () => {
  await world().fault({
    path: '^/policies/token',
    status: 403,
    body: { error: { code: 'Authorization_RequestDenied' } },
  });
  const { card } = await world().person('viewer').say('policies');
  expect(wordsIn(card)).not.toContain('No token policies');
});

import { expect, it } from 'vitest';
import { elementsOf, wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();

it('asks how long a secret may live, refuses what is no answer, and writes what was confirmed', async () => {
  const hardener = world().person('hardener');
  const form = await hardener.say('harden app_credential_lifetime');
  expect(elementsOf(form.card).map(({ id }) => id)).toContain('days');
  const wrong = await hardener.press(form, 'harden.answer', {}, { days: '0' });
  expect(wrong).toMatchObject({ code: 'invalid_request', message: 'Give days as a whole number from 1 to 180.' });
  expect(await world().graphWrites()).toEqual([]);
  const confirm = await hardener.press(form, 'harden.answer', {}, { days: '90' });
  const result = await hardener.press(confirm, 'harden.execute');
  await hardener.shows(form.activityId, 'the result', ({ card }) =>
    wordsIn(result.card ?? card).includes('Hardened and checked'),
  );
  expect(JSON.stringify(await world().graphWrites())).toContain('P90D');
});

it('takes an agreement where there is nothing to ask, and nothing without it', async () => {
  const hardener = world().person('hardener');
  const form = await hardener.say('harden device_join_mfa');
  const refused = await hardener.press(form, 'harden.answer', {}, { acknowledge: 'false' });
  expect(refused).toMatchObject({ code: 'invalid_request' });
  const confirm = await hardener.press(form, 'harden.answer', {}, { acknowledge: 'true' });
  expect(wordsIn(confirm.card)).toMatch(/Harden “MFA/);
});

it('writes a setting of high impact only with a second press that gives a reason', async () => {
  const hardener = world().person('hardener');
  const confirm = await hardener.say('harden auth_method_voice');
  const early = await hardener.send(confirm.activityId, 'harden.execute', { v: 1, op: opIn(confirm.card) });
  expect(early).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('reason') });
  const asked = await hardener.press(confirm, 'harden.reason');
  const short = await hardener.press(asked, 'harden.execute', {}, { reason: '  x  ' });
  expect(short).toMatchObject({ code: 'invalid_request' });
  expect(await world().graphWrites()).toEqual([]);
  const result = await hardener.press(asked, 'harden.execute', {}, { reason: 'Agreed in change 4711' });
  await hardener.shows(confirm.activityId, 'the result', ({ card }) =>
    wordsIn(result.card ?? card).includes('Agreed in change 4711'),
  );
  expect(await world().graphWrites()).toHaveLength(1);
});

function opIn(card: unknown): string {
  return /op_[0-9a-z]{26}/.exec(JSON.stringify(card))?.[0] ?? '';
}

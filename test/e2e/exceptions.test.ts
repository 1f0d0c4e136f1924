import { expect, it } from 'vitest';
import { verbsIn, wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const policyKey = 'user_app_registration';
const title = 'Users cannot register applications';
const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const filled = { reason: 'Developers need it until the portal is ready', owner: 'Platform team', until };

it('accepts a deviation from the posture, shows it to everybody, and withdraws it', async () => {
  const hardener = world().person('hardener');
  const watched = await world().person('viewer').say('posture');
  const posture = await hardener.say('posture');
  const details = await hardener.press(posture, 'policy.explain', { policyKey });
  const form = await hardener.press(details, 'exception.preview');
  expect(wordsIn(form.card)).toContain(`Accept “${title}” as it is?`);

  const refused = await hardener.press(form, 'exception.accept', {}, { ...filled, until: '2099-01-01' });
  expect(refused).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('Choose a last day') });
  const accepted = await hardener.press(form, 'exception.accept', {}, filled);
  expect(wordsIn(accepted.card)).toMatch(/Not secure, accepted until .* answered for by Platform team/s);
  const seen = await world()
    .person('viewer')
    .shows(watched.activityId, 'the exception', ({ card }) => wordsIn(card).includes('1 accepted'));
  expect(verbsIn(seen.card)).not.toContain('harden.preview');

  await hardener.press(accepted, 'exception.withdraw');
  await world()
    .person('viewer')
    .shows(watched.activityId, 'none', ({ card }) => !wordsIn(card).includes('1 accepted'));
  expect(await world().graphWrites()).toEqual([]);
});

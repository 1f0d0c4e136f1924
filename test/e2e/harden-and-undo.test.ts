import { expect, it } from 'vitest';
import { wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const document = '/policies/authorizationPolicy';
const policyKey = 'user_app_registration';
const secureBody = { defaultUserRolePermissions: { allowedToCreateApps: false } };
const earlierBody = { defaultUserRolePermissions: { allowedToCreateApps: true } };

it('reads the posture with one batch and one Conditional Access request', async () => {
  const posture = await world().person('hardener').say('posture');
  expect(wordsIn(posture.card)).toContain('Users cannot register applications');
  const requests = await world().graphRequests();
  expect(requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'GET /identity/conditionalAccess/policies?$select=id,displayName,state,conditions',
    'POST /$batch',
  ]);
});

it('hardens in two presses, undoes in two more, and leaves the tenant as it was', async () => {
  const before = await world().documents();
  const hardener = world().person('hardener');

  const posture = await hardener.say('posture');
  const confirm = await hardener.press(posture, 'harden.preview', { policyKey });
  expect(wordsIn(confirm.card)).toMatch(/Users cannot register applications.*Allowed.*Not allowed/s);
  expect(await world().graphWrites()).toEqual([]);

  const result = await hardener.press(confirm, 'harden.execute', {}, { reason: 'Quarterly review' });
  expect(wordsIn(result.card)).toMatch(/Hardened and checked.*Isaiah Langer.*Quarterly review/s);
  expect(await world().graphWrites()).toMatchObject([{ method: 'PATCH', path: document, body: secureBody }]);
  expect((await world().document(document)).defaultUserRolePermissions.allowedToCreateApps).toBe(false);

  const undoing = await hardener.press(result, 'undo.preview');
  expect(wordsIn(undoing.card)).toMatch(/Put back “Users cannot register applications”\?/);
  const undone = await hardener.press(undoing, 'undo.execute');
  expect(wordsIn(undone.card)).toContain('Put back and checked');

  expect(await world().graphWrites()).toMatchObject([{ body: secureBody }, { body: earlierBody }]);
  expect(await world().documents()).toEqual(before);
});

it('does the same by REST and edits every card that shows it', async () => {
  const before = await world().documents();
  const hardener = world().person('hardener');
  const inChannel = world().person('hardener', 'soc');
  const viewer = world().person('viewer');
  const [posture, watched] = [await hardener.say('posture'), await viewer.say('posture')];
  const confirms = [await hardener.say(`harden ${policyKey}`), await inChannel.say(`harden ${policyKey}`)] as const;

  const { body } = await world().product.toggle({ key: policyKey });
  expect(body.data).toEqual({ key: policyKey, applied: true, verified: true, needsReconsent: false });
  const isResult = (message: { card: unknown }) => wordsIn(message.card).includes('Hardened and checked');
  await hardener.shows(confirms[0].activityId, 'the result', isResult);
  await inChannel.shows(confirms[1].activityId, 'the result', isResult);
  const refreshed = await hardener.shows(posture.activityId, 'an edit', ({ edited }) => edited > 0);
  expect(secureIn(refreshed.card)).toBe(secureIn(posture.card) + 1);
  const forViewer = await viewer.shows(watched.activityId, 'an edit', ({ edited }) => edited > 0);
  expect(JSON.stringify(forViewer.card)).not.toContain('harden.preview');

  const undo = await world().product.rest('POST', `/tenants/me/operations/${body.operation.id}/undo`);
  expect(undo.body.data).toMatchObject({ applied: true, verified: true });
  await hardener.shows(confirms[0].activityId, 'the undo', ({ card }) =>
    wordsIn(card).includes('Put back and checked'),
  );
  expect(await world().documents()).toEqual(before);
});

function secureIn(posture: unknown): number {
  return Number(/(\d+) of \d+ secure/.exec(wordsIn(posture))?.[1]);
}

it('sends Microsoft Graph nothing but what the policies name', async () => {
  const hardener = world().person('hardener');
  const posture = await hardener.say('posture');
  await hardener.press(await hardener.press(posture, 'harden.preview', { policyKey }), 'harden.execute');
  const requests = await world().graphRequests();
  const allowed = [
    /^POST \/\$batch$/,
    /^GET \/identity\/conditionalAccess\/policies\?\$select=id,displayName,state,conditions$/,
    /^(GET|PATCH) \/policies\/authorizationPolicy$/,
  ];
  const outside = requests.filter(({ method, path }) => !allowed.some((one) => one.test(`${method} ${path}`)));
  expect(outside).toEqual([]);
});

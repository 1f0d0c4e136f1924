import { expect, it } from 'vitest';
import { wordsIn } from './cards.ts';
import { inStore, openWorld } from './world.ts';

const connected = /Not connected/;
const entitled = /Not in your plan/;
const licensed = /not licensed/i;
const consented = /needs consent|grant consent again/i;
const all = [connected, entitled, licensed, consented];

/** What Microsoft Graph says. */
const refusals = [
  ['Your tenant is not licensed for this feature.', licensed],
  ['You cannot perform the requested operation, required scopes are missing in the token.', consented],
] as const;

/** The one of these states that a card tells; one that told two would leave a person with nothing to do. */
function toldIn(card: unknown): readonly RegExp[] {
  return all.filter((words) => words.test(wordsIn(card)));
}

it('tells not connected, not licensed and not consented apart', { timeout: 60_000 }, async () => {
  const world = await openWorld();
  const viewer = world.person('viewer');
  for (const [message, words] of refusals) {
    await world.clearFaults();
    const body = { error: { code: 'Forbidden', message } };
    await world.fault({ path: '^/identityProtection/riskyUsers', status: 403, body });
    expect(toldIn((await viewer.say('risky')).card)).toEqual([words]);
  }
  await inStore(world.product.directory, (store) => store.connections.remove('org_default', 'conn_demo'));
  expect(toldIn((await viewer.say('risky')).card)).toEqual([connected]);
});

it('tells what is not in the plan', async () => {
  const world = await openWorld({
    prepare: (store) => store.organizations.ensure({ id: 'org_default', name: 'Default', entitlements: [] }),
  });
  expect(toldIn((await world.person('viewer').say('risky')).card)).toEqual([entitled]);
});

import { expect, it } from 'vitest';
import { putBackFinder } from '../../../src/core/operations/put-back.ts';
import { rejected } from '../fakes/refusals.ts';
import { containKey, rest, threatWorld } from '../fakes/threat-world.ts';
import { idOf } from '../fakes/users.ts';
import { coreWorld, hardener, soc } from '../fakes/world.ts';

it('knows what was undone, and not what an undo that failed left as it was', async () => {
  const world = coreWorld();
  const harden = async (key: string) => (await world.harden.now(hardener, soc, key)).outcome;
  const [undone, kept] = [await harden('guest_invites'), await harden('user_app_registration')];
  await (await world.undo.now(hardener, soc, undone.id)).outcome;
  world.policies.nextWrites = [rejected];
  await (await world.undo.now(hardener, soc, kept.id)).outcome;
  const putBackOn = putBackFinder(world.store);
  expect(await putBackOn(hardener.organization, [undone, kept])).toEqual(new Set([undone.id]));
  expect(await putBackOn(hardener.organization, [])).toEqual(new Set());
  expect(await putBackOn('org_other', [undone, kept])).toEqual(new Set());
});

it('knows who was released', async () => {
  const world = threatWorld();
  const user = idOf('alex');
  const contained = await (await world.contain.now(containKey, rest, { user })).outcome;
  await (await world.release.now(containKey, rest, { user })).outcome;
  const again = await (await world.contain.now(containKey, rest, { user })).outcome;
  const putBack = await putBackFinder(world.store)(containKey.organization, [contained, again]);
  expect(putBack).toEqual(new Set([contained.id]));
});

import { beforeEach, expect, it } from 'vitest';
import { consentMissing } from '../fakes/refusals.ts';
import {
  approver,
  containKey,
  privilegedKey,
  responder,
  rest,
  soc,
  type ThreatWorld,
  threatWorld,
} from '../fakes/threat-world.ts';
import { idOf, userAdministrator } from '../fakes/users.ts';

const alex = idOf('alex');
let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

const contain = async () => (await world.contain.now(containKey, rest, { user: alex })).outcome;
const release = async () => (await world.release.now(containKey, rest, { user: alex })).outcome;

it('turns on what Bulwark turned off, and sees it', async () => {
  const contained = await contain();
  expect(await release()).toMatchObject({
    of: contained.id,
    steps: [{ name: 'enable', status: 'ok' }],
    result: { kind: 'release', enabled: true, needsReconsent: false, verified: true },
  });
  expect(world.users.accounts.get(alex)!.accountEnabled).toBe(true);
});

it('is what undoing a containment is', async () => {
  const contained = await contain();
  const preview = await world.release.preview(responder, soc, { user: 'alex@contoso.com' });
  expect(preview).toMatchObject({ original: { id: contained.id }, operation: { verb: 'release', of: contained.id } });
  const { outcome } = await world.presses.execute(responder, soc, preview.operation!.id);
  expect((await outcome).result).toMatchObject({ enabled: true });
});

it('has nothing to do when the account is on', async () => {
  await contain();
  world.users.add('alex', { accountEnabled: true });
  world.users.writes.length = 0;
  expect(await release()).toMatchObject({ steps: [{ status: 'skipped' }], result: { enabled: true, verified: true } });
  expect(world.users.writes).toEqual([]);
  expect((await world.release.preview(responder, soc, { user: alex })).operation).toBeUndefined();
});

it('leaves an account off that somebody else turned off', async () => {
  world.users.add('alex', { accountEnabled: false });
  await expect(release()).rejects.toMatchObject({ refusal: 'precondition_failed' });
  expect(world.users.writes).toEqual([]);
});

it('turns on once for each time that Bulwark turned off', async () => {
  await contain();
  await release();
  world.users.add('alex', { accountEnabled: false });
  await expect(release()).rejects.toMatchObject({ refusal: 'precondition_failed' });
});

it('still knows the containment after another one that found the account off', async () => {
  const first = await contain();
  await contain();
  expect(await release()).toMatchObject({ of: first.id, result: { enabled: true } });
});

it('knows a containment whose answer never came but that took effect', async () => {
  world.users.next.disable = ['unknownApplied'];
  world.users.staleReads = 9;
  await contain();
  world.users.staleReads = 0;
  await world.runtime.sleep(1);
  for (let left = 0; left < 9; left++) await world.users.find(world.connections.all[0]!, { kind: 'id', id: alex });
  expect((await release()).result).toMatchObject({ enabled: true });
});

it('runs through the same guards as the containment', async () => {
  world.users.add('alex', { roles: [userAdministrator] });
  await (await world.contain.now(privilegedKey, rest, { user: alex })).outcome;
  await expect(release()).rejects.toMatchObject({ refusal: 'approval_required' });
  const { operation } = await world.release.preview(responder, soc, { user: alex });
  const asked = await (await world.presses.execute(responder, soc, operation!.id)).outcome;
  expect(asked.state).toBe('awaitingApproval');
  const { outcome } = await world.decide.approve(approver, soc, asked.id);
  expect((await outcome).result).toMatchObject({ enabled: true });
});

it('tells missing consent as such', async () => {
  await contain();
  world.users.next.enable = [consentMissing];
  expect((await release()).result).toMatchObject({ enabled: false, needsReconsent: true });
});

it('leaves an account alone that is protected by now', async () => {
  await contain();
  const { release: later } = world.openInstance({ listed: [{ kind: 'id', id: alex }] });
  const { outcome } = await later.now(containKey, rest, { user: alex });
  await expect(outcome).rejects.toMatchObject({ refusal: 'protected_target' });
  expect(world.users.accounts.get(alex)!.accountEnabled).toBe(false);
});

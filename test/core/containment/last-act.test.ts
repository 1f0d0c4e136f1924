import { beforeEach, expect, it } from 'vitest';
import type { UserOperation } from '../../../src/core/operations/operation.ts';
import type { OperationStore } from '../../../src/core/operations/operation-store.ts';
import { connection } from '../fakes/connections.ts';
import { consentMissing } from '../fakes/refusals.ts';
import { containKey, rest, soc, type ThreatWorld, threatWorld, viewer } from '../fakes/threat-world.ts';
import { idOf } from '../fakes/users.ts';

const [alex, boss, nobody] = [idOf('alex'), idOf('boss'), idOf('nobody')];
let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

const contain = async (user: string) => (await world.contain.now(containKey, rest, { user })).outcome;
const release = async (user: string) => (await world.release.now(containKey, rest, { user })).outcome;
const acts = () => world.lastActs(viewer.organization, { connection: connection('conn_one') }, [alex, boss, nobody]);
const verbOf = (act?: UserOperation) => act?.verb;

it('knows what came last of each user', async () => {
  await contain(alex);
  await contain(boss);
  await release(alex);
  const found = await acts();
  expect([alex, boss, nobody].map((id) => verbOf(found.get(id)))).toEqual(['release', 'contain', undefined]);
  expect(verbOf((await world.readUser(viewer, soc, { user: alex })).lastAct)).toBe('release');
});

it('leaves out what came to nothing', async () => {
  await contain(alex);
  world.users.next.enable.push(consentMissing);
  await release(alex);
  expect(verbOf((await acts()).get(alex))).toBe('contain');
  expect(await world.readUser(viewer, soc, { user: alex })).toMatchObject({ lastAct: { verb: 'contain' } });
});

it('asks the store once, however many users there are', async () => {
  const asked: unknown[] = [];
  const { latest } = world.store;
  world.store.latest = (...question: Parameters<OperationStore['latest']>) => {
    asked.push(question);
    return latest(...question);
  };
  await acts();
  expect(asked).toHaveLength(1);
});

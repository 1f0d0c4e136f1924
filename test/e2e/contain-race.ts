import { expect } from 'vitest';
import type { Json, Reply } from './call.ts';
import type { Person, Shown } from './chat.ts';
import { accountOf, addUsers, type Somebody } from './crowd.ts';
import type { restClient } from './product.ts';
import type { SimulatedWorld } from './simulated-world.ts';

type Rest = Pick<ReturnType<typeof restClient>, 'rest'>;

/** Long enough that everybody comes while the first write is under way. */
const slowMs = { few: 4_000, many: 18_000 };

const pressers = ['responder', 'hardener', 'viewer'];

/** What a product needs so that it waits for that write, and for everybody; all pressers are responders. */
export const raceEnv = {
  GRAPH_WRITE_DEADLINE_S: '60',
  REST_DEADLINE_S: '90',
  RESPONDERS: 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b03,a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b05',
};

const reason = 'Seen signing in from two countries';
const pressesEach = 10;

/** Contains one user by REST and by the presses of several people, all at once: one disable, one revoke, one truth. */
export async function raceContain(world: SimulatedWorld, instances: readonly Rest[], count: number): Promise<void> {
  const [somebody] = await addUsers(world, 1);
  if (!somebody) throw new Error('Nobody was added.');
  const confirms = [];
  for (const alias of pressers) confirms.push(await confirmOf(world, alias, somebody));
  await world.forgetRequests();
  await world.fault({
    method: 'PATCH',
    path: `^/users/${somebody.id}$`,
    delayMs: count > 200 ? slowMs.many : slowMs.few,
  });
  const presses = confirms.flatMap(({ person, shown, op }) =>
    Array.from({ length: pressesEach }, () => press(person, shown, op)),
  );
  const calls = Array.from({ length: count - presses.length }, (_, at) =>
    contain(instances[at % instances.length]!, somebody),
  );
  const [replies, answers] = await Promise.all([Promise.all(calls), Promise.all(presses)]);
  const id = expectOneAnswer(replies);
  // A card that shows the progress, or a message when even that took too long: never a refusal.
  expect(answers.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
  expect((await world.graphWrites()).map(({ method }) => method)).toEqual(['PATCH', 'POST']);
  expect(await accountOf(world, somebody)).toEqual({ off: true, revoked: true });
  for (const { person, shown } of confirms) {
    await person.shows(shown.activityId, 'how it ended', ({ card }) => JSON.stringify(card).includes(id));
  }
}

async function confirmOf(world: SimulatedWorld, alias: string, { userPrincipalName }: Somebody) {
  const person = world.person(alias, 'soc');
  const shown = await person.say(`contain ${userPrincipalName}`);
  const op = /op_[0-9a-z]{26}/.exec(JSON.stringify(shown.card))?.[0] ?? '';
  return { person, shown, op };
}

function press(person: Person, { activityId }: Shown, op: string) {
  return person.send(activityId, 'contain.execute', { v: 1, op, reason, checked: 'true' });
}

function contain({ rest }: Rest, { id }: Somebody): Promise<Reply> {
  return rest('POST', '/tenants/me/threats/contain', { userId: id });
}

/** The operation that every answer names. */
function expectOneAnswer(replies: readonly Reply[]): string {
  const told = new Set(replies.map(({ status, body }) => JSON.stringify([status, body.data, body.operation])));
  expect([...told].map((one) => JSON.parse(one))).toEqual([
    [
      200,
      expect.objectContaining({ disabled: true, sessionsRevoked: true }),
      expect.objectContaining({ status: 'done' }),
    ],
  ]);
  const [first] = replies as Json[];
  return first.body.operation.id;
}

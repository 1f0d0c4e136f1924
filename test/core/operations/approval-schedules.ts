import fc from 'fast-check';
import { expect } from 'vitest';
import { actorId, type Person, type Role } from '../../../src/core/actors.ts';
import { isRefusal } from '../../../src/core/errors.ts';
import type { Via } from '../../../src/core/journal.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import type { Intent } from '../../../src/core/operations/operation-store.ts';
import {
  approvalTtlMs,
  approver,
  boss,
  elsewhere,
  oneToOne,
  otherApprover,
  otherResponder,
  responder,
  soc,
  type ThreatWorld,
  threatWorld,
  viewer,
} from '../fakes/threat-world.ts';
import { userAdministrator } from '../fakes/users.ts';

const askers: readonly Person[] = [responder, otherResponder, boss];
const deciders: readonly Person[] = [
  approver,
  approver,
  otherApprover,
  boss,
  responder,
  viewer,
  { ...approver, tenantId: '33333333-3333-4333-8333-333333333333' },
  { ...approver, organization: 'org_other' },
];
const places: readonly Via[] = [soc, soc, elsewhere, oneToOne];
const targets = ['alex', 'boss'] as const;

type Action = { does: keyof typeof actions; who: number; where: number; pick: number; waitMs: number };

const action: fc.Arbitrary<Action> = fc.record({
  does: fc.constantFrom<Action['does']>(
    'ask',
    'ask',
    'approve',
    'approve',
    'approve',
    'deny',
    'cancel',
    'role',
    'expire',
  ),
  who: fc.nat(7),
  where: fc.nat(3),
  pick: fc.nat(5),
  waitMs: fc.oneof(fc.nat(50), fc.nat(50), fc.nat(2_000), fc.nat(approvalTtlMs)),
});

const schedules = fc.array(action, { minLength: 3, maxLength: 16 });

type Played = {
  world: ThreatWorld;
  /** When each request was made, by the store's clock. */
  requestedAt: Map<string, number>;
  /** When somebody lost their roles. */
  lostAt: Map<string, number>;
  begun: Intent[];
  violations: string[];
  operations: Operation[];
};

/** Plays random schedules of requests, decisions, lost roles and time; answers how many approvals were carried out. */
export async function playApprovals(numRuns: number): Promise<number> {
  let approved = 0;
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const { violations, begun, world } = await play(schedule);
      expect(violations).toEqual([]);
      expect(world.store.leases.held()).toEqual([]);
      expect(world.users.writes).toHaveLength(2 * begun.length);
      approved += begun.length;
    }),
    { numRuns, seed: 20_261_122 },
  );
  return approved;
}

async function play(schedule: readonly Action[]): Promise<Played> {
  const world = threatWorld({ home: true });
  for (const name of targets) world.users.add(name, { roles: [userAdministrator] });
  const played: Played = {
    world,
    requestedAt: new Map(),
    lostAt: new Map(),
    begun: [],
    violations: [],
    operations: [],
  };
  Object.assign(world, world.openInstance({ store: watched(played) }));
  const under = [];
  for (const one of schedule) {
    under.push(perform(one, played));
    await world.runtime.sleep(one.waitMs);
  }
  await Promise.all(under);
  return played;
}

function watched(played: Played): ThreatWorld['store'] {
  const { world } = played;
  return {
    ...world.store,
    async requestApproval(asked) {
      const standing = await world.store.requestApproval(asked);
      if (!played.requestedAt.has(asked.draft.id)) played.requestedAt.set(asked.draft.id, world.clock.now());
      return standing;
    },
    async begin(intent) {
      const begun = await world.store.begin(intent);
      if (typeof begun !== 'string') judge(played, intent, begun);
      return begun;
    },
  };
}

/** The rules once more, from what is stored and from who holds what at this moment. */
function judge(played: Played, intent: Intent, begun: Operation): void {
  const { world, requestedAt, lostAt, violations, begun: earlier } = played;
  const { approvedBy: by, requestedBy: asker } = begun;
  // Roles are looked up under the lock, before the last reads: what was lost since then may still count.
  const holds = ({ oid }: Pick<Person, 'oid'>, role: Role) =>
    world.access.roles.get(oid)?.includes(role) || world.clock.now() - (lostAt.get(oid) ?? 0) < 1_000;
  const rules: Record<string, boolean> = {
    'was approved': intent.from === 'approval' && by !== undefined,
    'by another person': by !== undefined && actorId(by) !== actorId(asker),
    'who is not its target': by?.oid !== begun.target.id,
    'of the same tenant and organization': asker.kind === 'person' && by?.tenantId === asker.tenantId,
    'who may approve': by !== undefined && holds(by, 'approver'),
    'for somebody who may ask': asker.kind === 'person' && holds(asker, 'responder'),
    'in time': world.clock.now() < (requestedAt.get(begun.id) ?? 0) + approvalTtlMs,
    once: earlier.every(({ draft }) => draft.id !== begun.id),
  };
  violations.push(...Object.keys(rules).filter((rule) => !rules[rule]));
  earlier.push(intent);
}

async function perform(one: Action, played: Played): Promise<void> {
  try {
    await actions[one.does](one, played);
  } catch (thrown) {
    if (!isRefusal(thrown)) played.violations.push(String(thrown));
  }
}

const actions = {
  async ask({ who, where, pick }: Action, { world, operations }: Played) {
    const asker = askers[who % askers.length]!;
    const via = places[where]!;
    const user = `${targets[pick % targets.length]}@contoso.com`;
    const { operation } = await world.contain.preview(asker, via, { user });
    if (!operation) return;
    operations.push(operation);
    await (await world.presses.execute(asker, via, operation.id, 'Seen signing in')).outcome;
  },
  async approve({ who, where, pick }: Action, played: Played) {
    const operation = pickFrom(played, pick);
    const via = places[where]!;
    if (!operation) return;
    const { outcome } = await played.world.decide.approve(deciders[who]!, via, operation.id);
    const { approval } = await outcome;
    if (approval?.conversation !== via.conversation) played.violations.push('decided in another conversation');
  },
  async deny({ who, where, pick }: Action, played: Played) {
    const operation = pickFrom(played, pick);
    if (operation) await played.world.decide.deny(deciders[who]!, places[where]!, operation.id);
  },
  async cancel({ pick }: Action, played: Played) {
    const operation = pickFrom(played, pick);
    if (operation) await played.world.presses.cancel(operation.requestedBy, operation.via, operation.id);
  },
  async role({ who, pick }: Action, { world, lostAt }: Played) {
    const { oid } = [...askers, ...deciders][(who + pick) % 6]!;
    const roles: readonly Role[] = askers.some((asker) => asker.oid === oid) ? ['responder'] : ['approver'];
    const had = world.access.roles.get(oid)?.length;
    world.access.roles.set(oid, had ? [] : roles);
    if (had) lostAt.set(oid, world.clock.now());
  },
  async expire(_: Action, { world }: Played) {
    await world.store.expire();
  },
};

/** Decisions mostly meet a request that stands. */
function pickFrom({ operations, world }: Played, pick: number): Operation | undefined {
  const standing = operations.filter(({ id }) => world.store.operations.get(id)?.state === 'awaitingApproval');
  const choice = standing.length > 0 && pick > 0 ? standing : operations;
  return choice[pick % choice.length];
}

import { beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/core/plans/plan.ts';
import { planVerbs } from '../../../src/core/plans/plan-verbs.ts';
import { runDuePlans } from '../../../src/core/plans/run-plans.ts';
import { postureReader } from '../../../src/core/posture.ts';
import { codeOf } from '../fakes/code-of.ts';
import { fakePlans } from '../fakes/plans.ts';
import { noConditionalAccess } from '../fakes/policies.ts';
import { consentMissing } from '../fakes/refusals.ts';
import { confirmTtlMs, coreWorld, hardener, nobody, otherHardener, soc, viewer } from '../fakes/world.ts';

type World = ReturnType<typeof planWorld>;

let world: World;

beforeEach(() => {
  world = planWorld();
});

function planWorld() {
  const core = coreWorld();
  const fake = fakePlans(core.clock.now, (entry) => core.journal.rows.push(entry));
  const ports = { ...core, ...fake, confirmTtlMs, readPosture: postureReader(core) };
  const run = () => runDuePlans(ports);
  return { ...core, ...fake, verbs: planVerbs(ports), run };
}

function keysOf({ items }: Plan): string[] {
  return items.map(({ policyKey }) => policyKey);
}

/** Confirmed, with the first settings that were offered. */
async function begun(count: number): Promise<Plan> {
  const { id, ...plan } = await world.verbs.propose(hardener, soc);
  await world.verbs.choose(hardener, soc, id, keysOf({ id, ...plan }).slice(0, count));
  return world.verbs.execute(hardener, soc, id);
}

async function runToTheEnd({ id }: Plan): Promise<Plan> {
  while ((await world.verbs.show(hardener, soc, id)).state === 'running') {
    await world.run();
    world.clock.offsetMs += 2_000;
  }
  return world.verbs.show(hardener, soc, id);
}

function endsOf({ items }: Plan) {
  return items.filter(({ chosen }) => chosen).map(({ end }) => end?.status);
}

describe('a plan', () => {
  it('offers only what one press may harden, and says why the rest is left out', async () => {
    world.policies.conditionalAccess = { status: 'ok', value: { ...noConditionalAccess, total: 1, enabled: 1 } };
    const plan = await world.verbs.propose(hardener, soc);
    const why = new Map(plan.leftOut.map((one) => [one.policyKey, one.why]));
    expect(why.get('banned_passwords')).toContain('asks for your input');
    expect(why.get('auth_method_sms')).toContain('high impact');
    expect([...keysOf(plan), ...why.keys()]).not.toContain('security_defaults');
    expect(keysOf(plan)).toContain('guest_invites');
    expect(world.policies.writes).toEqual([]);
  });

  it('begins only once its settings were chosen, and what a confirmation lists stays chosen', async () => {
    const plan = await world.verbs.propose(hardener, soc);
    const [one = '', other = ''] = keysOf(plan);
    expect(await codeOf(world.verbs.execute(hardener, soc, plan.id))).toBe('precondition_failed');
    await world.verbs.choose(hardener, soc, plan.id, [one]);
    expect(await codeOf(world.verbs.choose(hardener, soc, plan.id, [one]))).toBe('done');
    expect(await codeOf(world.verbs.choose(hardener, soc, plan.id, [one, other]))).toBe('precondition_failed');
    const ended = await runToTheEnd(await world.verbs.execute(hardener, soc, plan.id));
    expect(endsOf(ended)).toEqual(['done']);
    expect(world.policies.writes.map(({ key }) => key)).toEqual([one]);
  });

  it('belongs to one person in one conversation, and is told to nobody without a role', async () => {
    const { id } = await world.verbs.propose(hardener, soc);
    expect(await codeOf(world.verbs.cancel(otherHardener, soc, id))).toBe('not_allowed');
    expect(await codeOf(world.verbs.cancel(hardener, { ...soc, conversation: 'random' }, id))).toBe('not_allowed');
    const running = await begun(1);
    expect(await codeOf(world.verbs.execute(viewer, soc, running.id))).toBe('done');
    expect(await codeOf(world.verbs.execute(nobody, soc, running.id))).toBe('not_allowed');
    expect(await codeOf(world.verbs.stop(viewer, soc, running.id))).toBe('not_allowed');
  });

  it('runs out: it can neither be chosen from nor begun, and nothing is written', async () => {
    const plan = await world.verbs.propose(hardener, soc);
    await world.verbs.choose(hardener, soc, plan.id, keysOf(plan));
    world.clock.offsetMs += confirmTtlMs;
    const late = world.verbs.execute(hardener, soc, plan.id);
    await expect(late).rejects.toThrow('This plan ran out. Write "harden all" again.');
    expect(await codeOf(world.verbs.choose(hardener, soc, plan.id, keysOf(plan)))).toBe('precondition_failed');
    expect(await world.run()).toBe(0);
    expect(world.policies.writes).toEqual([]);
  });
});

describe('a running plan', () => {
  it('is what is shown in place of another one, to whoever may harden, until it has ended', async () => {
    const { id } = await begun(1);
    expect((await world.verbs.propose(otherHardener, soc)).id).toBe(id);
    expect(await codeOf(world.verbs.propose(viewer, soc))).toBe('not_allowed');
    await runToTheEnd(await world.verbs.show(hardener, soc, id));
    expect(await world.verbs.propose(hardener, soc)).toMatchObject({ state: 'choosing' });
  });

  it('stops between two settings when another hardener says so: what ended stays, the rest is not begun', async () => {
    const plan = await begun(3);
    await world.run();
    await world.verbs.stop(otherHardener, soc, plan.id);
    const ended = await runToTheEnd(plan);
    expect(ended).toMatchObject({ state: 'ended', stoppedBy: otherHardener.name });
    expect(endsOf(ended)).toEqual(['done', undefined, undefined]);
    expect(world.policies.writes).toHaveLength(1);
    const last = world.journal.rows.filter(({ type }) => type === 'plan').at(-1);
    expect(last?.detail['results']).toMatchObject([{ status: 'done' }, { status: 'notBegun' }, { status: 'notBegun' }]);
  });

  it('goes on with the others when Graph refuses one', async () => {
    world.policies.nextWrites = [consentMissing];
    const ended = await runToTheEnd(await begun(3));
    expect(endsOf(ended)).toEqual(['failed', 'done', 'done']);
  });

  it('goes on with the others when one is refused before anything is written', async () => {
    const plan = await begun(2);
    world.policies.nextReads = [consentMissing];
    const ended = await runToTheEnd(plan);
    expect(endsOf(ended)).toEqual(['failed', 'done']);
    expect(world.policies.writes).toHaveLength(1);
  });

  it('writes nothing more for who may harden no longer', async () => {
    const plan = await begun(2);
    await world.run();
    world.access.roles.set(hardener.oid, ['viewer']);
    const ended = await runToTheEnd(plan);
    expect(endsOf(ended)).toEqual(['done', 'failed']);
    expect(world.policies.writes).toHaveLength(1);
  });

  it('runs a setting once, however often its wake-up is repeated', async () => {
    const plan = await begun(2);
    await world.run();
    const { items, ...first } = await world.verbs.show(hardener, soc, plan.id);
    world.all.set(plan.id, { ...first, items: plan.items });
    const ended = await runToTheEnd(plan);
    expect(ended.items.slice(0, 2).map(({ end }) => end)).toMatchObject([{ undoable: true }, { undoable: true }]);
    expect(world.policies.writes).toHaveLength(2);
  });

  it('is named by its operations and by what puts them back', async () => {
    const ended = await runToTheEnd(await begun(1));
    const op = ended.items[0]?.end?.operationId ?? '';
    expect(await world.store.find(hardener.organization, op)).toMatchObject({ plan: ended.id });
    const { draft } = await world.undo.now(hardener, soc, op);
    expect(draft).toMatchObject({ verb: 'undo', of: op, plan: ended.id });
  });
});

import { describe, expect, it } from 'vitest';
import { type Acceptance, exceptionVerbs, expiryEntry } from '../../../src/core/exceptions/exception-verbs.ts';
import { acceptedKeys } from '../../../src/core/exceptions/policy-exception.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { isAccepted, isOpen, postureReader, rowOf } from '../../../src/core/posture.ts';
import { dayMs } from '../../../src/core/time.ts';
import { connection, tenantId } from '../fakes/connections.ts';
import { noConditionalAccess } from '../fakes/policies.ts';
import { graphDown } from '../fakes/refusals.ts';
import { coreWorld, hardener, soc, viewer } from '../fakes/world.ts';

const entry = allowList.find(({ key }) => key === 'guest_invites')!;
const conn = connection('conn_one');

function dayIn(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function exceptionWorld() {
  const world = coreWorld();
  const readPosture = postureReader(world);
  const exceptions = exceptionVerbs({ ...world, readPosture });
  const now = () => world.runtime.now();
  const wanted = (changes: Partial<Acceptance> = {}): Acceptance => ({
    policyKey: entry.key,
    reason: 'Partner onboarding until March',
    owner: 'Identity team',
    until: dayIn(now() + 30 * dayMs),
    ...changes,
  });
  const posture = async () => {
    const seen = await readPosture(viewer, soc);
    if (!seen) throw new Error('Nothing is connected.');
    return seen;
  };
  return { ...world, verbs: exceptions, wanted, posture, today: () => now() - (now() % dayMs) };
}

type World = ReturnType<typeof exceptionWorld>;

function recorded({ journal }: World) {
  return journal.rows.filter(({ type }) => type === 'exception').map(({ detail }) => detail['change']);
}

describe('an accepted deviation', () => {
  it('is counted apart, neither open nor judged, and recorded', async () => {
    const world = exceptionWorld();
    const accepted = await world.verbs.accept(hardener, soc, world.wanted());
    const seen = await world.posture();
    const row = rowOf(seen, entry.key)!;
    expect(accepted).toMatchObject({ owner: 'Identity team', acceptedBy: hardener, inForce: true });
    expect([isOpen(row), isAccepted(row)]).toEqual([false, true]);
    expect(seen.score).toMatchObject({ secure: 0, judged: allowList.length - 1, accepted: 1 });
    expect(await acceptedKeys(world.exceptions, conn)).toEqual(new Set([entry.key]));
    expect(world.journal.rows.at(-1)).toMatchObject({
      type: 'exception',
      actor: hardener,
      connectionId: 'conn_one',
      detail: { policyKey: entry.key, change: 'accepted', owner: 'Identity team', expiresAt: accepted.expiresAt },
    });
  });

  it('counts to the end of its last day, then is open again with its exception still told, and that is recorded once', async () => {
    const world = exceptionWorld();
    const { expiresAt } = await world.verbs.accept(hardener, soc, world.wanted({ until: dayIn(world.today()) }));
    expect(expiresAt).toBe(world.today() + dayMs);
    world.clock.offsetMs = expiresAt - world.runtime.now() - 1_000;
    expect(isAccepted(rowOf(await world.posture(), entry.key)!)).toBe(true);
    expect(await world.exceptions.expire(expiryEntry)).toBe(0);
    world.clock.offsetMs += 1_000;
    const row = rowOf(await world.posture(), entry.key)!;
    expect([isOpen(row), 'exception' in row && row.exception?.inForce]).toEqual([true, false]);
    expect(await acceptedKeys(world.exceptions, conn)).toEqual(new Set());
    expect([await world.exceptions.expire(expiryEntry), await world.exceptions.expire(expiryEntry)]).toEqual([1, 0]);
    expect(recorded(world)).toEqual(['accepted', 'ranOut']);
  });

  it('is open again once it is withdrawn', async () => {
    const world = exceptionWorld();
    await world.verbs.accept(hardener, soc, world.wanted());
    await world.verbs.withdraw(hardener, soc, entry.key);
    expect(isOpen(rowOf(await world.posture(), entry.key)!)).toBe(true);
    expect(recorded(world)).toEqual(['accepted', 'withdrawn']);
    await expect(world.verbs.withdraw(hardener, soc, entry.key)).rejects.toMatchObject({
      refusal: 'precondition_failed',
    });
    expect(recorded(world)).toHaveLength(2);
  });

  it('never hides that a setting is secure meanwhile', async () => {
    const world = exceptionWorld();
    await world.verbs.accept(hardener, soc, world.wanted());
    world.policies.put(entry, tenantId, entry.secure);
    const seen = await world.posture();
    expect(rowOf(seen, entry.key)).not.toHaveProperty('exception');
    expect(seen.score).toMatchObject({ secure: 1, judged: allowList.length, accepted: 0 });
  });

  it('is of its own connection only', async () => {
    const world = exceptionWorld();
    world.connections.all.push(connection('conn_two', { createdAt: 1 }));
    await world.verbs.accept(hardener, soc, world.wanted({ connectionId: 'conn_two' }));
    expect(isOpen(rowOf(await world.posture(), entry.key)!)).toBe(true);
    expect(await acceptedKeys(world.exceptions, connection('conn_two'))).toEqual(new Set([entry.key]));
  });
});

describe('nothing is accepted', () => {
  async function refusalOf(world: World, changes: Partial<Acceptance>, person = hardener) {
    const thrown = await world.verbs.accept(person, soc, world.wanted(changes)).catch((error: unknown) => error);
    expect(world.exceptions.all.size).toBe(0);
    return thrown;
  }

  it.each([
    ['a reason too short', { reason: '  x ' }],
    ['a reason too long', { reason: 'x'.repeat(501) }],
    ['no owner', { owner: ' ' }],
    ['an owner too long', { owner: 'x'.repeat(101) }],
    ['a day that is none', { until: '2026-02-30' }],
    ['no day', { until: '' }],
    ['a time', { until: '2026-12-01T00:00:00Z' }],
  ])('with %s', async (_what, changes) => {
    expect(await refusalOf(exceptionWorld(), changes)).toMatchObject({ refusal: 'invalid_request' });
  });

  it('before today, or for more than 365 days', async () => {
    const world = exceptionWorld();
    const until = (days: number) => ({ until: dayIn(world.today() + days * dayMs) });
    expect(await refusalOf(world, until(-1))).toMatchObject({ refusal: 'invalid_request' });
    expect(await refusalOf(world, until(365))).toMatchObject({ refusal: 'invalid_request' });
    const { expiresAt } = await world.verbs.accept(hardener, soc, world.wanted(until(364)));
    expect(expiresAt - world.runtime.now()).toBeLessThanOrEqual(365 * dayMs);
  });

  it('where the setting is secure, does not apply or could not be read', async () => {
    const secure = exceptionWorld();
    secure.policies.put(entry, tenantId, entry.secure);
    expect(await refusalOf(secure, {})).toMatchObject({ refusal: 'precondition_failed' });
    const superseded = exceptionWorld();
    superseded.policies.conditionalAccess = { status: 'ok', value: { ...noConditionalAccess, total: 1, enabled: 1 } };
    const changes = { policyKey: 'security_defaults' };
    expect(await refusalOf(superseded, changes)).toMatchObject({ refusal: 'precondition_failed' });
    const unread = exceptionWorld();
    unread.policies.nextReads = ['ok', graphDown];
    expect(await refusalOf(unread, {})).toMatchObject({ refusal: 'precondition_failed' });
  });

  it('by whoever may not harden, who is recorded', async () => {
    const world = exceptionWorld();
    expect(await refusalOf(world, {}, viewer)).toMatchObject({ refusal: 'not_allowed' });
    await expect(world.verbs.deviation(viewer, soc, entry.key)).rejects.toMatchObject({ refusal: 'not_allowed' });
    await expect(world.verbs.withdraw(viewer, soc, entry.key)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.journal.denials).toHaveLength(3);
  });

  it('of a policy there is not', async () => {
    expect(await refusalOf(exceptionWorld(), { policyKey: '__proto__' })).toMatchObject({ refusal: 'unknown_policy' });
  });
});

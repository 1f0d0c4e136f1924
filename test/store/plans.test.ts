import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { refuse } from '../../src/core/errors.ts';
import { type NewPlan, planEntry, planKind, planSubject } from '../../src/core/plans/plan.ts';
import { newId, person } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('plans', (opened) => {
  const ttlMs = 600_000;

  function newPlan(): NewPlan {
    const organization = newId('org');
    return {
      id: newId('plan'),
      organization,
      connection: { id: newId('conn'), tenantId: randomUUID(), name: 'Contoso' },
      requestedBy: person(organization),
      via: { channel: 'chat' },
      items: [{ policyKey: 'guest_invites', operationId: newId('op'), chosen: true }],
      leftOut: [],
    };
  }

  async function proposed() {
    const plan = newPlan();
    await opened.store.plans.propose(plan, ttlMs, planEntry(plan, { change: 'proposed' }));
    return plan;
  }

  const changesOf = async (organization: string) =>
    (await opened.store.readJournal(organization, 0)).map(({ bytes }) => JSON.parse(bytes).detail.change);

  test('are found by their own organization', async () => {
    const plan = await proposed();
    expect(await opened.store.plans.find(plan.organization, plan.id)).toMatchObject({ ...plan, state: 'choosing' });
    expect(await opened.store.plans.find(newId('org'), plan.id)).toBeUndefined();
  });

  test('are under way from their beginning to their end, for their own organization', async () => {
    const { organization, id } = await proposed();
    const idsOf = async (owner: string) => (await opened.store.plans.running(owner)).map((plan) => plan.id);
    const become = (state: 'running' | 'ended') =>
      opened.store.plans.change(organization, id, () => ({ changed: { state } }));
    expect(await idsOf(organization)).toEqual([]);
    await become('running');
    expect([await idsOf(organization), await idsOf(newId('org'))]).toEqual([[id], []]);
    await become('ended');
    expect(await idsOf(organization)).toEqual([]);
  });

  test('begin once, however many press at the same time, are then due, and their cards are edited', async () => {
    const plan = await proposed();
    const { organization, id } = plan;
    const about = { kind: 'plan', subject: planSubject(id), connectionId: plan.connection.id } as const;
    const card = { ...about, organization, conversationId: newId('c'), activityId: newId('a'), askedBy: randomUUID() };
    await opened.store.shownCards.remember(card);
    const begin = () =>
      opened.store.plans.change(organization, id, ({ state }) =>
        state === 'choosing'
          ? { changed: { state: 'running' }, entry: planEntry(plan, { change: 'begun' }), due: 'ensure' }
          : undefined,
      );
    await Promise.all(Array.from({ length: 10 }, begin));
    expect(await changesOf(organization)).toEqual(['proposed', 'begun']);
    const due = await opened.store.due.claim(planKind, 100, 10_000);
    expect(due.filter(({ key }) => key === `${organization}/${id}`)).toHaveLength(1);
    expect((await opened.store.outbox.claim(100)).map((item) => item.card)).toContainEqual(card);
  });

  test('change nothing when the change is refused', async () => {
    const { organization, id } = await proposed();
    const refused = opened.store.plans.change(organization, id, () => refuse('precondition_failed', 'No.'));
    await expect(refused).rejects.toMatchObject({ refusal: 'precondition_failed' });
    expect(await opened.store.plans.find(organization, id)).toMatchObject({ state: 'choosing' });
    expect(await changesOf(organization)).toEqual(['proposed']);
  });

  test('are due no more once they have ended', async () => {
    const plan = await proposed();
    const { organization, id } = plan;
    await opened.store.plans.change(organization, id, () => ({ changed: { state: 'running' }, due: 'ensure' }));
    await opened.store.plans.change(organization, id, () => ({ changed: { state: 'ended' }, due: 'remove' }));
    const due = await opened.store.due.claim(planKind, 100, 0);
    expect(due.map(({ key }) => key)).not.toContain(`${organization}/${id}`);
  });
});

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ConsentDraft, consentEntry, consentSubject } from '../../src/core/consent/consent-request.ts';
import { newId, person } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('consents', (opened) => {
  const ttlMs = 600_000;

  function draftOf(organization = newId('org')): ConsentDraft {
    const id = newId('consent');
    const requestedBy = person(organization);
    return { id, organization, tenantId: randomUUID(), label: 'fabrikam.com', requestedBy, via: { channel: 'chat' } };
  }

  async function openOne(draft = draftOf()) {
    const stateHash = newId('hash');
    const request = await opened.store.consents.open(draft, stateHash, ttlMs, consentEntry(draft, { verb: 'connect' }));
    const verdict = { state: 'proving', entry: consentEntry(draft, { outcome: 'returned' }) } as const;
    return { draft, request, stateHash, verdict, redeem: () => opened.store.consents.redeem(stateHash, () => verdict) };
  }

  async function showCard({ id, organization }: ConsentDraft) {
    const card = {
      ...{
        organization,
        conversationId: newId('conversation'),
        activityId: newId('activity'),
        kind: 'consent' as const,
      },
      ...{ subject: consentSubject(id), connectionId: '', askedBy: randomUUID() },
    } as const;
    await opened.store.shownCards.remember(card);
    return card;
  }

  const typesOf = async (organization: string) =>
    (await opened.store.readJournal(organization, 0)).map(({ bytes }) => JSON.parse(bytes).detail.outcome ?? 'asked');

  test('are found by their own organization', async () => {
    const { draft, request } = await openOne();
    expect(request).toEqual({
      ...draft,
      state: 'waiting',
      createdAt: request.createdAt,
      expiresAt: request.createdAt + ttlMs,
    });
    expect(await opened.store.consents.find(draft.organization, draft.id)).toEqual(request);
    expect(await opened.store.consents.find(newId('org'), draft.id)).toBeUndefined();
  });

  test('are redeemed once, however many try at the same time, and are then due', async () => {
    const { draft, redeem } = await openOne();
    const answers = await Promise.all(Array.from({ length: 20 }, redeem));
    expect(answers.filter((answer) => answer?.replayed === false)).toHaveLength(1);
    expect(await typesOf(draft.organization)).toEqual(['asked', 'returned']);
    const due = await opened.store.due.claim('consent', 100, 10_000);
    expect(due.filter(({ key }) => key === `${draft.organization}/${draft.id}`)).toHaveLength(1);
    expect(await opened.store.consents.redeem(newId('hash'), () => expect.unreachable())).toBeUndefined();
  });

  test('that ran out are not redeemed, and their cards are edited', async () => {
    const late = await openOne();
    const forgotten = await openOne();
    const card = await showCard(forgotten.draft);
    opened.advance(ttlMs);
    expect(await late.redeem()).toMatchObject({ replayed: true, request: { state: 'expired' } });
    expect(await opened.store.consents.expire()).toBeGreaterThanOrEqual(1);
    const { organization, id } = forgotten.draft;
    expect(await opened.store.consents.find(organization, id)).toMatchObject({ state: 'expired' });
    const items = await opened.store.outbox.claim(100);
    expect(items.map((item) => item.card)).toContainEqual(card);
  });

  test('that were granted add the connection, or bring it up to date', async () => {
    const { draft, request, redeem } = await openOne();
    await redeem();
    const { organization, tenantId } = draft;
    const facts = {
      organization,
      tenantId,
      name: 'Fabrikam',
      mode: 'read',
      health: 'degraded',
      connectedBy: 'Megan',
    } as const;
    const first = { ...facts, id: newId('conn'), appRoles: ['A'] };
    const entry = consentEntry(draft, { outcome: 'granted' });
    expect(await opened.store.consents.grant(request, { connection: first, missing: ['B'] }, entry)).toMatchObject({
      state: 'granted',
      missing: ['B'],
      connection: { id: first.id, name: 'Fabrikam', mode: 'read' },
    });
    const second = {
      ...first,
      id: newId('conn'),
      name: 'Other',
      mode: 'aiPilot',
      health: 'ok',
      appRoles: ['A', 'B'],
    } as const;
    await opened.store.consents.grant(request, { connection: second, missing: [] }, entry);
    const [connection, ...others] = await opened.store.connections.list(organization);
    expect(others).toEqual([]);
    expect(connection).toMatchObject({ ...second, id: first.id, name: 'Fabrikam' });
  });

  test('for one tenant stand in each other’s way, and none is granted while two organizations wait', async () => {
    const [mine, theirs] = [draftOf(), draftOf()];
    const tenantId = mine.tenantId;
    const claimed = () => opened.store.consents.isClaimedElsewhere(mine.organization, tenantId);
    const first = await openOne(mine);
    expect(await claimed()).toBe(false);
    const second = await openOne({ ...theirs, tenantId });
    expect(await claimed()).toBe(true);
    const facts = { tenantId, name: 'Fabrikam', mode: 'read' } as const;
    const grants = [first, second].map(({ draft, request, verdict }) =>
      opened.store.consents.grant(
        request,
        {
          connection: { ...facts, id: newId('conn'), organization: draft.organization },
          missing: [],
          contested: { ...verdict, state: 'failed', why: 'contested' },
        },
        verdict.entry,
      ),
    );
    const states = (await Promise.all(grants)).map(({ state }) => state);
    expect(states.filter((state) => state === 'failed').length).toBeGreaterThanOrEqual(1);
    opened.advance(ttlMs);
    const { organization } = theirs;
    const held = (await opened.store.connections.list(organization)).length > 0;
    expect(await claimed()).toBe(held);
  });

  test('that were granted do not fail afterwards', async () => {
    const { draft, request } = await openOne();
    const { organization, tenantId } = draft;
    const connection = { id: newId('conn'), organization, tenantId, name: 'Fabrikam', mode: 'read' } as const;
    await opened.store.consents.grant(
      request,
      { connection, missing: [] },
      consentEntry(draft, { outcome: 'granted' }),
    );
    const late = { state: 'failed', why: 'late', entry: consentEntry(draft, { outcome: 'failed' }) } as const;
    expect(await opened.store.consents.end(request, late)).toMatchObject({ state: 'granted' });
    expect(await typesOf(organization)).toEqual(['asked', 'granted']);
  });
});

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NewException, PolicyException } from '../../src/core/exceptions/policy-exception.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import { postureSubject } from '../../src/core/operations/subjects.ts';
import { newId, person } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('exceptions', (opened) => {
  const ttlMs = 600_000;

  async function newOne(changes: Partial<NewException> = {}): Promise<NewException> {
    const organization = changes.organization ?? newId('org');
    return {
      organization,
      connection: { id: newId('conn'), tenantId: randomUUID(), name: 'Contoso' },
      policyKey: 'guest_invites',
      reason: 'Partners',
      owner: 'Identity team',
      acceptedBy: person(organization),
      expiresAt: (await clock()) + ttlMs,
      ...changes,
    };
  }

  /** The database's, as a store tells it. */
  async function clock(): Promise<number> {
    const organization = newId('org');
    const probe = { ...entryOf({ organization } as NewException, 'probe'), actor: person(organization) };
    await opened.store.journal.append(probe);
    const [row] = await opened.store.readJournal(organization, 0);
    return row?.ts ?? 0;
  }

  function entryOf({ organization, acceptedBy }: NewException, change: string): JournalEntry {
    return { type: 'exception', organization, actor: acceptedBy, via: { channel: 'chat' }, detail: { change } };
  }

  const accept = (one: NewException) => opened.store.exceptions.accept(one, entryOf(one, 'accepted'));
  const listed = ({ organization, connection }: NewException) =>
    opened.store.exceptions.list(organization, connection.id);
  const placeOf = ({ organization, connection, policyKey }: NewException) => ({
    ...{ organization, connectionId: connection.id, policyKey },
  });
  const changesOf = async (organization: string) =>
    (await opened.store.readJournal(organization, 0)).map(({ bytes }) => JSON.parse(bytes).detail.change);

  async function showPosture({ organization, connection }: NewException) {
    const ids = { conversationId: newId('conversation'), activityId: newId('activity'), connectionId: connection.id };
    const about = { kind: 'posture', subject: postureSubject(connection.id) } as const;
    const card = { ...ids, ...about, organization, askedBy: randomUUID() };
    await opened.store.shownCards.remember(card);
    return card;
  }

  const editedCards = async () => (await opened.store.outbox.claim(100)).map(({ card }) => card);

  test('are listed for their own organization and connection', async () => {
    const one = await newOne();
    const accepted = await accept(one);
    expect(accepted).toEqual({ ...one, acceptedAt: accepted.acceptedAt, inForce: true });
    expect(await listed(one)).toEqual([accepted]);
    expect(await listed({ ...one, organization: newId('org') })).toEqual([]);
    expect(await listed(await newOne({ organization: one.organization }))).toEqual([]);
  });

  test('take the place of the earlier one for the same setting', async () => {
    const one = await newOne();
    await accept(one);
    await accept({ ...one, reason: 'Longer' });
    expect((await listed(one)).map(({ reason }) => reason)).toEqual(['Longer']);
    expect(await changesOf(one.organization)).toEqual(['accepted', 'accepted']);
  });

  test('are withdrawn once, by their own organization', async () => {
    const one = await newOne();
    await accept(one);
    const entry = entryOf(one, 'withdrawn');
    const withdraw = (at = placeOf(one)) => opened.store.exceptions.withdraw(at, entry);
    expect(await withdraw({ ...placeOf(one), organization: newId('org') })).toBe(false);
    expect([await withdraw(), await withdraw()]).toEqual([true, false]);
    expect(await listed(one)).toEqual([]);
    expect(await changesOf(one.organization)).toEqual(['accepted', 'withdrawn']);
  });

  test('that ran out are kept, recorded once, and can be taken up again', async () => {
    const one = await newOne();
    await accept(one);
    const card = await showPosture(one);
    opened.advance(ttlMs);
    expect(await listed(one)).toMatchObject([{ inForce: false }]);
    const own: PolicyException[] = [];
    const note = (over: PolicyException) => {
      if (over.organization === one.organization) own.push(over);
      return entryOf(over, 'ranOut');
    };
    await opened.store.exceptions.expire(note);
    await opened.store.exceptions.expire(note);
    expect(own).toMatchObject([{ ...one, inForce: false }]);
    expect(await changesOf(one.organization)).toEqual(['accepted', 'ranOut']);
    expect(await editedCards()).toContainEqual(card);
    await accept({ ...one, expiresAt: one.expiresAt + ttlMs });
    expect(await listed(one)).toMatchObject([{ inForce: true }]);
  });

  test('bring the shown postures of their connection up to date', async () => {
    const one = await newOne();
    const card = await showPosture(one);
    await accept(one);
    expect(await editedCards()).toContainEqual(card);
  });
});

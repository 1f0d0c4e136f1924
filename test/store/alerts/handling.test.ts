import { expect, test } from 'vitest';
import { authorizer } from '../../../src/core/access.ts';
import type { Person } from '../../../src/core/actors.ts';
import { alertState } from '../../../src/core/alerts/alert.ts';
import { alertVerbs } from '../../../src/core/alerts/alert-verbs.ts';
import type { OperationDraft } from '../../../src/core/operations/operation.ts';
import { fakeAccess } from '../../core/fakes/access.ts';
import { beginNow, draftOf, entryOf, intentOf, newId, outcomeOf, person, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';
import { alertingIn, sendAll, userAt } from './alerting.ts';

const minuteMs = 60_000;

onBothDatabases('handling alerts', (opened) => {
  /** A high alert in a channel, told and sent. */
  async function told(terms: Parameters<Awaited<ReturnType<typeof alertingIn>>['subscribe']>[1] = {}) {
    const { store } = opened;
    const alerting = await alertingIn(store);
    const { organization, connection, channel, subscribe, look } = alerting;
    await look([]);
    const soc = await channel();
    await subscribe(soc, terms);
    await look([userAt('high', 'adele')]);
    const [card] = await sendAll(opened, soc);
    const [alert] = await store.alerts.open(connection.id);
    const owed = () => owedTo(soc);
    return { ...alerting, soc, card: card!, id: alert!.id, owed, ...peopleOf(organization) };
  }

  function peopleOf(organization: string) {
    const access = fakeAccess();
    access.entitlements.set(organization, ['threatAlerts', 'breachResponse', 'policyManagement']);
    const [megan, adele, viewer] = [person(organization), person(organization), person(organization)];
    for (const { oid } of [megan, adele]) access.roles.set(oid, ['responder']);
    access.roles.set(viewer.oid, ['viewer']);
    const { alerts, operations, journal } = opened.store;
    const verbs = alertVerbs({ authorize: authorizer(access, journal), alerts, store: operations });
    return { verbs, megan, adele, viewer };
  }

  /** What is owed to the conversation, sent. */
  async function owedTo(conversation: string): Promise<readonly string[]> {
    const items = await opened.store.outbox.claim(100);
    for (const item of items) await opened.store.outbox.sent(item);
    opened.advance(2_000);
    const own = items.filter(({ card }) => card.conversationId === conversation).map(({ kind }) => kind);
    return items.length === 0 ? own : [...own, ...(await owedTo(conversation))];
  }

  const via = { channel: 'chat', conversation: 'soc' } as const;
  const containing = (connection: OperationDraft['connection'], by: Person): OperationDraft => ({
    ...draftOf(by.organization),
    verb: 'contain',
    connection,
    target: { kind: 'user', id: 'id-adele', label: 'adele@contoso.com' },
    requestedBy: by,
  });

  test('of two people who take it at once one is first, and the other is told who', async () => {
    const { verbs, id, megan, adele, owed } = await told();
    const answers = await Promise.all([megan, adele].map((who) => verbs.acknowledge(who, via, id)));
    expect(answers.map(({ already }) => already).toSorted()).toEqual([false, true]);
    const [one, other] = answers.map(({ alert }) => alert.acknowledged);
    expect(one).toEqual(other);
    expect(await owed()).toEqual(['edit']);
  });

  test('who may only look can neither take it nor put it off', async () => {
    const { verbs, id, viewer, organization } = await told();
    await expect(verbs.acknowledge(viewer, via, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    const later = { hours: 1, reason: 'later' };
    await expect(verbs.snooze(viewer, via, id, later)).rejects.toMatchObject({ refusal: 'not_allowed' });
    await expect(verbs.find({ ...viewer, organization: 'another' }, via, id)).rejects.toMatchObject({});
    expect((await verbs.list(viewer, via, 'open', { offset: 0, limit: 5 })).total).toBe(1);
    expect(organization).toBe(viewer.organization);
  });

  test.each([0, 169, 1.5, Number.NaN])('cannot be put off for %d hours', async (hours) => {
    const { verbs, id, megan } = await told();
    await expect(verbs.snooze(megan, via, id, { hours, reason: 'x' })).rejects.toMatchObject({
      refusal: 'invalid_request',
    });
  });

  test('put off it is listed as such, told of nowhere, and back when the time is over', async () => {
    const { store } = opened;
    const { verbs, id, megan, organization, owed } = await told();
    await verbs.snooze(megan, via, id, { hours: 1, reason: 'holiday' });
    const snoozed = () => store.alerts.list(organization, 'snoozed', { offset: 0, limit: 5 });
    expect(await snoozed()).toMatchObject({ total: 1, alerts: [{ id }] });
    expect(await owed()).toEqual(['edit']);
    opened.advance(61 * minuteMs);
    expect(await store.alerts.tick()).toBeGreaterThan(0);
    expect((await snoozed()).total).toBe(0);
    const found = await store.alerts.find(organization, id);
    expect(alertState(found!.alert, found!.now)).toBe('open');
    expect(await owed()).toEqual(['edit']);
  });

  test('what is found on it while it is put off makes no reply; found later, it does', async () => {
    const { verbs, id, megan, look, soc } = await told();
    const detected = (name: string, at: number) => ({
      ...userAt('high', 'adele', at),
      findings: [{ kind: 'detection', id: name, at, level: 'high', what: 'leakedCredentials', source: 'x' } as const],
    });
    await verbs.snooze(megan, via, id, { hours: 1, reason: 'holiday' });
    await look([detected('d1', 2_000)]);
    expect(await sendAll(opened, soc)).toEqual([]);
    opened.advance(61 * minuteMs);
    await look([detected('d2', 3_000)]);
    expect(await sendAll(opened, soc)).toMatchObject([{ note: { kind: 'found' } }]);
  });

  test('a rise in level breaks the snooze and is told as a new message', async () => {
    const { store } = opened;
    const { channel, subscribe, look, connection, organization } = await alertingIn(store);
    await look([]);
    const soc = await channel();
    await subscribe(soc);
    await look([userAt('medium', 'adele')]);
    expect(await sendAll(opened, soc)).toHaveLength(1);
    const [alert] = await store.alerts.open(connection.id);
    const { verbs, megan } = peopleOf(organization);
    await verbs.snooze(megan, via, alert!.id, { hours: 24, reason: 'holiday' });
    await look([userAt('high', 'adele', 2_000)]);
    expect((await sendAll(opened, soc)).map(({ kind, thread }) => [kind, thread])).toEqual([['alert', undefined]]);
    expect((await store.alerts.list(organization, 'snoozed', { offset: 0, limit: 5 })).total).toBe(0);
  });

  test('nobody takes it: once, after its time, a second conversation is told', async () => {
    const { store } = opened;
    const alerting = await alertingIn(store);
    const { channel, subscribe, look, organization, connection } = alerting;
    await look([]);
    const [soc, managers] = [await channel(), await channel()];
    await subscribe(soc, { escalate: { afterMinutes: 15, conversationId: managers } });
    await look([userAt('high', 'adele'), userAt('high', 'lee')]);
    const [first] = await store.alerts.open(connection.id);
    const { verbs, megan } = peopleOf(organization);
    await verbs.acknowledge(megan, via, first!.id);
    opened.advance(14 * minuteMs);
    await store.alerts.tick();
    expect(await sendAll(opened, managers)).toEqual([]);
    opened.advance(2 * minuteMs);
    await store.alerts.tick();
    await store.alerts.tick();
    const cards = await sendAll(opened, managers);
    expect(cards).toHaveLength(1);
    expect(cards[0]!.subject).not.toBe(`alert/${first!.id}`);
    const further = (await store.alerts.open(connection.id)).filter(
      ({ history }) => history.at(-1)?.kind === 'escalated',
    );
    expect(further.map(({ id }) => `alert/${id}`)).toEqual([cards[0]!.subject]);
  });

  test('put off it goes nowhere until that is over, and to one second conversation once', async () => {
    const { store } = opened;
    const { channel, subscribe, look, organization, connection } = await alertingIn(store);
    await look([]);
    const [soc, other, managers] = [await channel(), await channel(), await channel()];
    const escalate = { afterMinutes: 15, conversationId: managers };
    await subscribe(soc, { escalate });
    await subscribe(other, { escalate });
    await look([userAt('high', 'adele')]);
    const [alert] = await store.alerts.open(connection.id);
    const { verbs, megan } = peopleOf(organization);
    await verbs.snooze(megan, via, alert!.id, { hours: 1, reason: 'on the phone with her' });
    opened.advance(16 * minuteMs);
    await store.alerts.tick();
    expect(await sendAll(opened, managers)).toEqual([]);
    opened.advance(45 * minuteMs);
    await store.alerts.tick();
    expect(await sendAll(opened, managers)).toMatchObject([{ subject: `alert/${alert!.id}` }]);
  });

  test('nobody takes it and the second conversation is gone: the operators are told', async () => {
    const { store } = opened;
    const { channel, subscribe, look } = await alertingIn(store);
    await look([]);
    const [soc, managers, operators] = [await channel(), await channel(), await channel({ operators: true })];
    await subscribe(soc, { escalate: { afterMinutes: 15, conversationId: managers } });
    await store.conversations.disable(managers, 'removed');
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    expect(await sendAll(opened, operators)).toEqual([]);
    opened.advance(16 * minuteMs);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
  });

  test('containing its user is seen on the card: under way, then contained and by whom, with a reply in the thread', async () => {
    const { store } = opened;
    const { connection, id, megan, organization, soc, card, owed } = await told();
    const draft = containing(connection, megan);
    await store.operations.propose(draft, 600_000, entryOf(draft, 'proposed'));
    const state = async () => {
      const found = await store.alerts.find(organization, id);
      return alertState(found!.alert, found!.now);
    };
    expect(await state(), 'a confirmation changes nothing').toBe('open');
    const lock = await takeLock(store, draft);
    await store.operations.begin(intentOf(draft, lock, 'proposal'));
    expect(await state()).toBe('containing');
    expect(await owed()).toEqual(['edit']);
    await store.operations.settle(outcomeOf(draft, lock));
    expect(await state()).toBe('contained');
    const sent = await sendAll(opened, soc);
    expect(sent).toMatchObject([{ kind: 'alert', subject: card.subject, note: { kind: 'handled', by: megan.name } }]);
    expect(sent[0]!.thread).toMatch(/^activity-/);
  });

  test('what is done to another user, or by another connection, leaves it alone', async () => {
    const { store } = opened;
    const { connection, id, megan, organization } = await told();
    const other = {
      ...containing(connection, megan),
      target: { kind: 'user', id: 'id-lee', label: 'lee@contoso.com' } as const,
    };
    await beginNow(store, other);
    await beginNow(store, containing({ ...connection, id: newId('conn') }, megan));
    expect((await store.alerts.find(organization, id))!.alert.handled).toBeUndefined();
  });

  test('it closes with who and what, in the thread as well', async () => {
    const { look, soc, card } = await told();
    await look([], {
      endings: [
        { key: 'user/id-adele', how: 'remediated', detail: 'userPerformedSecuredPasswordReset', changedAt: 5_000 },
      ],
    });
    expect(await sendAll(opened, soc)).toMatchObject([
      {
        subject: card.subject,
        note: { kind: 'closed', how: 'remediated', detail: 'userPerformedSecuredPasswordReset' },
      },
    ]);
  });
});

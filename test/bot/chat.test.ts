import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { chatPort } from '../../src/bot/chat.ts';
import { createConnector } from '../../src/bot/connector.ts';
import { alertSubject } from '../../src/core/alerts/subjects.ts';
import type { Conversation, NewCard } from '../../src/core/chat.ts';
import { simulatedCloud } from '../../src/core/clouds.ts';
import { postureSubject } from '../../src/core/operations/subjects.ts';
import { machine } from '../../src/hallway/machine.ts';
import { alert, sources } from '../cards/alert-world.ts';
import { homeTenant, organization } from '../core/fakes/access.ts';
import { viewer } from '../core/fakes/world.ts';
import { fakeDesk } from './fake-desk.ts';
import { startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.forget());
afterAll(() => world.close());

const activities = '/v3/conversations/19%3Asoc/activities';
const tooLarge = { status: 413, body: { error: { code: 'MessageSizeTooBig' } } };
const deleted = { status: 404, body: { error: { code: 'ActivityNotFound' } } };

const card: NewCard = {
  organization,
  conversationId: '19:soc',
  kind: 'posture',
  subject: postureSubject('conn_one'),
  connectionId: 'conn_one',
  askedBy: viewer.oid,
};

const alertCard: NewCard = { ...card, kind: 'alert', subject: alertSubject('alert_1'), askedBy: '' };

function chat(facts: Partial<Conversation> = {}) {
  const conversation = {
    ...{ id: '19:soc', organization, tenantId: homeTenant, type: 'channel', approved: true, operators: false },
    serviceUrl: `${world.url}/`,
    ...facts,
  };
  const shown = async () => ({ alert: alert(), sources, now: 0 });
  const { desk } = fakeDesk({
    runtime: machine,
    conversations: { find: async () => conversation } as never,
    alerts: { shown } as never,
  });
  const token = async () => 'connector-token';
  return chatPort(desk, createConnector({ cloud: simulatedCloud(world.url), token, now: Date.now }), '28:bot');
}

const sent = () =>
  world.at(activities).map(({ path, body }) => ({ path, body: JSON.parse(body) as { text?: string } }));
const textOfSent = () => JSON.stringify(sent().at(-1)?.body);

it('sends a card, and says on it when it may be there twice', async () => {
  expect(await chat().sendCard(card, undefined, false)).toEqual({ kind: 'delivered', activityId: 'sent-1' });
  expect(textOfSent()).not.toContain('may repeat');
  await chat().sendCard(card, undefined, true);
  expect(textOfSent()).toContain('may repeat');
});

it('tells a card that is too large in its one sentence', async () => {
  world.script(activities, tooLarge);
  expect(await chat().sendCard(card, undefined, false)).toMatchObject({ kind: 'delivered' });
  expect(sent().at(-1)?.body).toMatchObject({
    text: expect.stringContaining('Tenant of conn_one'),
    textFormat: 'plain',
  });
});

it('gives up what is too large even so', async () => {
  world.script(activities, tooLarge, tooLarge);
  expect(await chat().sendCard(card, undefined, false)).toEqual({
    kind: 'failed',
    why: expect.stringContaining('too large'),
  });
});

it('answers in a thread, and has nothing to say where the thread is gone', async () => {
  const answer = { ...card, thread: 'parent' };
  expect(await chat().sendCard(answer, undefined, false)).toMatchObject({ kind: 'delivered' });
  expect(sent().map(({ path }) => path)).toEqual([`${activities}/parent`]);
  world.script(`${activities}/parent`, deleted);
  expect(await chat().sendCard(answer, undefined, false)).toEqual({ kind: 'messageGone' });
});

it('tells an edit whose message is gone, and an answer that never came, from a refusal', async () => {
  const shown = { ...card, activityId: 'shown' };
  world.script(activities, deleted);
  expect(await chat().editCard(shown, undefined)).toEqual({ kind: 'messageGone' });
  world.script(activities, { cut: true });
  expect(await chat().editCard(shown, undefined)).toEqual({ kind: 'unknown' });
  world.script(activities, { status: 500, body: {} });
  expect(await chat().editCard(shown, undefined)).toEqual({ kind: 'failed', why: expect.stringContaining('500') });
});

it('sends nothing to a conversation that is closed', async () => {
  expect(await chat({ disabled: 'uninstalled' }).sendCard(card, undefined, false)).toMatchObject({
    kind: 'conversationGone',
  });
  expect(world.received).toEqual([]);
});

it('notifies of an alert by level, person and tenant', async () => {
  await chat().sendCard(alertCard, undefined, false);
  const summary = 'High risk: Adele Vance (adelev@contoso.com) in Contoso. Open since 22 Nov 2026 08:02 UTC.';
  expect(sent().at(-1)?.body).toMatchObject({ summary });
});

it('answers under an alert what happened to it', async () => {
  const note = { kind: 'acknowledged', at: 0, by: 'Megan Bowen' } as const;
  await chat().sendCard({ ...alertCard, thread: 'parent', note }, undefined, false);
  expect(textOfSent()).toContain('Acknowledged by Megan Bowen');
});

it('tells nobody of a tenant who may not be told any more', async () => {
  const unapproved = chat({ approved: false });
  const withoutRole = chat({ type: 'personal' });
  for (const port of [unapproved, withoutRole]) {
    expect(await port.sendCard(alertCard, undefined, false)).toMatchObject({ kind: 'conversationGone' });
  }
  expect(world.received).toEqual([]);
  const withRole = chat({ type: 'personal' });
  expect(await withRole.sendCard({ ...alertCard, askedBy: viewer.oid }, undefined, false)).toMatchObject({
    kind: 'delivered',
  });
});

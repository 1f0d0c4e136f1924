import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Connector, createConnector } from '../../src/bot/connector.ts';
import { simulatedCloud } from '../../src/core/clouds.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let connector: Connector;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  connector = connectorWith(async () => 'connector-token');
});
afterEach(() => world.forget());
afterAll(() => world.close());

const connectorWith = (token: () => Promise<string>, timeoutMs?: number) =>
  createConnector({ cloud: simulatedCloud(world.url), token, now: Date.now, timeoutMs });
const place = () => ({
  serviceUrl: `${world.url}/amer/`,
  conversationId: '19:a@thread.tacv2;messageid=1',
  botId: '28:b',
  tenantId: 't',
});
const sent = () => world.at('/').map(({ method, path, body }) => ({ method, path, body: JSON.parse(body) as unknown }));

it('sends an activity into its conversation', async () => {
  expect(await connector.sendActivity(place(), { type: 'message', text: 'hi' })).toEqual({
    kind: 'sent',
    activityId: 'sent-1',
  });
  expect(sent()).toEqual([
    {
      method: 'POST',
      path: '/amer/v3/conversations/19%3Aa%40thread.tacv2%3Bmessageid%3D1/activities',
      body: {
        type: 'message',
        text: 'hi',
        from: { id: '28:b' },
        conversation: { id: '19:a@thread.tacv2;messageid=1' },
      },
    },
  ]);
  expect(world.at('/')[0]?.headers.authorization).toBe('Bearer connector-token');
});

it('answers a message', async () => {
  await connector.sendActivity(place(), { type: 'message' }, '1700');
  expect(sent()).toMatchObject([{ path: expect.stringMatching(/\/activities\/1700$/), body: { replyToId: '1700' } }]);
});

it('edits a message', async () => {
  expect(await connector.updateActivity(place(), '1700', { type: 'message' })).toEqual({
    kind: 'sent',
    activityId: '1700',
  });
  expect(sent()).toMatchObject([
    { method: 'PUT', path: expect.stringMatching(/\/activities\/1700$/), body: { id: '1700' } },
  ]);
});

it('opens a 1:1 chat', async () => {
  const person = { serviceUrl: world.url, userId: '29:adele', botId: '28:b', tenantId: 't' };
  expect(await connector.createConversation(person)).toEqual({ kind: 'opened', conversationId: 'sent-1' });
  const body = { isGroup: false, bot: { id: '28:b' }, members: [{ id: '29:adele' }], tenantId: 't' };
  expect(sent()).toMatchObject([{ method: 'POST', path: '/v3/conversations', body }]);
});

it('cannot have its address changed by what it sends', async () => {
  const hostile = { type: 'message', from: { id: 'x' }, conversation: { id: 'x' } } as const;
  await connector.sendActivity(place(), hostile);
  expect(sent()).toMatchObject([{ body: { from: { id: '28:b' }, conversation: { id: place().conversationId } } }]);
});

describe('one attempt', () => {
  it.each([
    [{ status: 500 }, { kind: 'failed', status: 500 }],
    [
      { status: 503, headers: { 'retry-after': '2' } },
      { kind: 'retry', afterMs: 2_000 },
    ],
    [{ status: 429 }, { kind: 'retry' }],
    [{ cut: true }, { kind: 'unknown' }],
  ])('is all it makes when the connector answers %j', async (script, failure) => {
    world.script('/amer', script);
    expect(await connector.sendActivity(place(), { type: 'message' })).toEqual(failure);
    expect(world.at('/amer')).toHaveLength(1);
  });

  it('ends at its timeout, and nobody knows whether the message arrived', async () => {
    world.script('/amer', { hang: true });
    connector = connectorWith(async () => 'connector-token', 100);
    expect(await connector.sendActivity(place(), { type: 'message' })).toEqual({ kind: 'unknown' });
  });

  it('follows no redirect with its token', async () => {
    world.script('/amer', { status: 307, headers: { location: `${world.url}/elsewhere` } });
    expect(await connector.sendActivity(place(), { type: 'message' })).toEqual({ kind: 'failed', status: 307 });
    expect(world.at('/elsewhere')).toEqual([]);
  });

  it('is told apart from none when nothing listens', async () => {
    const gone = await startWorld();
    await gone.close();
    const cloud = simulatedCloud(gone.url);
    const lonely = createConnector({ cloud, token: async () => 'x', now: Date.now });
    expect(await lonely.sendActivity({ ...place(), serviceUrl: gone.url }, { type: 'message' })).toEqual({
      kind: 'retry',
    });
  });
});

it.each(['', '<html>', '[]', '"x"', 'null', { id: 7 }])('counts a 2xx with the body %j as sent', async (body) => {
  world.script('/amer', { body });
  expect(await connector.sendActivity(place(), { type: 'message' })).toEqual({ kind: 'sent', activityId: '' });
});

it('does not claim a chat whose id it was not told', async () => {
  world.script('/v3', { body: {} });
  const person = { serviceUrl: world.url, userId: 'u', botId: 'b', tenantId: 't' };
  expect(await connector.createConversation(person)).toEqual({ kind: 'unknown' });
});

it('asks to try again when it gets no token, and sends nothing', async () => {
  connector = connectorWith(() => Promise.reject(new Error('no')));
  expect(await connector.sendActivity(place(), { type: 'message' })).toEqual({ kind: 'retry' });
  expect(world.received).toEqual([]);
});

it.each(['..', '.', '../../other', 'a/b', 'a?b#c', '%2e%2e', '\ud800', 'a b\r\n'])(
  'keeps the id %j in its place',
  async (id) => {
    await connector.sendActivity({ ...place(), conversationId: id }, { type: 'message' });
    await connector.updateActivity(place(), id, { type: 'message' });
    for (const { path } of world.received) {
      expect(path).toMatch(/^\/amer\/v3\/conversations\/[^/?]+\/activities(\/[^/?]+)?$/);
    }
  },
);

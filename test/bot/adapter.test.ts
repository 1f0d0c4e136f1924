import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InvokeAnswer } from '../../src/bot/turn.ts';
import { type Bot, startBot } from './bot.ts';
import { appId, executeValue, messageOf, pressOf, queryValue, searchOf, startWorld, type World } from './world.ts';

let world: World;
let bot: Bot;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  bot = startBot(world);
});
afterEach(() => world.forget());
afterAll(() => world.close());

describe('a message', () => {
  it('runs one turn and answers 200', async () => {
    expect(await bot.post(messageOf(world))).toEqual({ status: 200 });
    expect(bot.told).toHaveLength(1);
    expect(bot.told[0]).toMatchObject({ kind: 'message', turn: { text: 'posture', from: { name: 'Adele Vance' } } });
  });

  it('is answered through the connector with the bot’s own token', async () => {
    bot = startBot(world, {
      handlers: { onMessage: (turn) => turn.send({ type: 'message', text: 'hi' }).then(() => {}) },
    });
    const message = messageOf(world);
    await bot.post(message);
    const [sent] = world.at('/v3/');
    expect(sent).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer connector-token' } });
    expect(sent?.path).toBe(`/v3/conversations/a%3Apersonal-adele/activities/${message.id}`);
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ type: 'message', text: 'hi', from: { id: `28:${appId}` } });
  });

  it('gets a plain apology when its handler fails, and nothing of the error', async () => {
    bot = startBot(world, { handlers: { onMessage: () => Promise.reject(new Error('canary-secret')) } });
    expect(await bot.post(messageOf(world))).toEqual({ status: 200 });
    const [apology] = world.at('/v3/');
    expect(apology?.body).toContain('Something went wrong');
    expect(apology?.body).not.toContain('canary');
  });

  it('shows no typing of its own accord', async () => {
    await bot.post(messageOf(world));
    expect(world.at('/v3/')).toEqual([]);
  });

  it('still answers 200 when neither the handler nor the connector works', async () => {
    world.script('/v3/', { status: 500 });
    bot = startBot(world, { handlers: { onMessage: () => Promise.reject(new Error('no')) } });
    expect(await bot.post(messageOf(world))).toEqual({ status: 200 });
  });
});

describe('a press', () => {
  const answers: [InvokeAnswer, unknown][] = [
    [
      { kind: 'card', card: { type: 'AdaptiveCard' } },
      { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard' } },
    ],
    [
      { kind: 'message', text: 'ok' },
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'ok' },
    ],
    [
      { kind: 'error', code: 400, errorCode: 'Expired', message: 'Ask again.' },
      { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'Expired', message: 'Ask again.' } },
    ],
  ];

  it.each(answers)('is answered with HTTP 200 and the outcome in the body: %o', async (answer, body) => {
    bot = startBot(world, { handlers: { onPress: async () => answer } });
    expect(await bot.post(pressOf(world, executeValue()))).toEqual({ status: 200, body });
  });

  it('tells verb, data and trigger', async () => {
    await bot.post(pressOf(world, { ...executeValue('risky.show', { v: 1, page: 2 }), trigger: 'automatic' }));
    expect(bot.told[0]?.press).toEqual({ verb: 'risky.show', data: { v: 1, page: 2 }, trigger: 'automatic' });
  });

  it('never becomes an answer for everyone after a card with refresh', async () => {
    const card = { type: 'AdaptiveCard', refresh: { action: { type: 'Action.Execute', verb: 'posture.show' } } };
    bot = startBot(world, { handlers: { onPress: async () => ({ kind: 'card', card }) } });
    for (let press = 0; press < 3; press += 1) {
      await bot.post(pressOf(world, executeValue()));
    }
    expect(world.at('/v3/')).toEqual([]);
  });

  it('answers an error body when its handler fails', async () => {
    bot = startBot(world, { handlers: { onPress: () => Promise.reject(new Error('canary-secret')) } });
    const answer = await bot.post(pressOf(world, executeValue()));
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 500, type: 'application/vnd.microsoft.error' } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('answers "still working" at the deadline, and a later failure harms nobody', async () => {
    const late = Promise.withResolvers<InvokeAnswer>();
    bot = startBot(world, { handlers: { onPress: () => late.promise }, pressDeadlineMs: 20 });
    const answer = await bot.post(pressOf(world, executeValue()));
    expect(answer).toMatchObject({
      status: 200,
      body: { statusCode: 200, value: expect.stringContaining('Still working') },
    });
    late.reject(new Error('late'));
    await expect.poll(() => bot.logged.length).toBe(1);
  });

  it('can send after the request was answered', async () => {
    bot = startBot(world);
    await bot.post(pressOf(world, executeValue()));
    expect(await bot.told[0]?.turn.send({ type: 'message', text: 'later' })).toEqual({ activityId: 'sent-1' });
    expect(world.at('/v3/')[0]?.path).toBe('/v3/conversations/a%3Apersonal-adele/activities');
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { action: null },
    { action: { type: 'Action.Submit', verb: 'x', data: {} } },
    { action: { type: 'Action.Execute', data: {} } },
    { action: { type: 'Action.Execute', verb: '', data: {} } },
    { action: { type: 'Action.Execute', verb: 'x'.repeat(101), data: {} } },
    { action: { type: 'Action.Execute', verb: ['x'], data: {} } },
    { action: { type: 'Action.Execute', verb: 'x', data: [] } },
    { action: { type: 'Action.Execute', verb: 'x', data: 'text' } },
    { action: { type: 'Action.Execute', verb: 'x' }, trigger: 'sometimes' },
  ])('of the wrong shape gets a 400 in the body and runs nothing: %j', async (value) => {
    const answer = await bot.post(pressOf(world, value));
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error' } });
    expect(bot.told).toEqual([]);
  });

  it('survives any value', { timeout: 300_000 }, async () => {
    const data = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'op')),
      fc.jsonValue(),
    );
    const near = fc.record({ action: fc.record({ type: fc.constant('Action.Execute'), verb: fc.string(), data }) });
    const values = fc.oneof(fc.jsonValue(), near);
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const answer = await bot.post(pressOf(world, JSON.parse(JSON.stringify(value))));
        expect(answer.status).toBe(200);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('op');
  });

  it('takes a text of 64 kB and deep nesting in its data as they are', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`) as unknown;
    const answer = await bot.post(pressOf(world, executeValue('x', { long: 'x'.repeat(65_536), deep })));
    expect(answer.status).toBe(200);
    expect(bot.told).toHaveLength(1);
  });

  it('drops a `__proto__` among its data', async () => {
    await bot.post(
      pressOf(world, JSON.parse('{"action":{"type":"Action.Execute","verb":"x","data":{"__proto__":{"admin":true}}}}')),
    );
    const data = bot.told[0]?.press?.data;
    expect(data).toEqual({});
    expect(data?.['admin']).toBeUndefined();
  });
});

describe('a search of the compose box', () => {
  const unread = { composeExtension: { type: 'message', text: expect.stringContaining('could not read that search') } };

  it('tells what was typed, and is answered with HTTP 200 in the body', async () => {
    const answer = await bot.post(searchOf(world, queryValue('al')));
    expect(answer).toEqual({ status: 200, body: { composeExtension: { type: 'message', text: 'searched' } } });
    expect(bot.told[0]?.search).toEqual({ kind: 'query', typed: 'al', skip: 0, count: 25 });
  });

  it('lists finds that are picked by what they hold', async () => {
    const pick = { v: 1, user: 'u', connectionId: 'c' } as const;
    const find = { title: 'Alex', text: 'High' };
    bot = startBot(world, { handlers: { onSearch: async () => ({ kind: 'finds', finds: [{ ...find, pick }] }) } });
    const { body } = await bot.post(searchOf(world, queryValue()));
    const preview = { content: { ...find, tap: { type: 'invoke', value: pick } } };
    expect(body).toMatchObject({ composeExtension: { type: 'result', attachments: [{ content: find, preview }] } });
    await startAgain().post(searchOf(world, pick, 'composeExtension/selectItem'));
    expect(bot.told[0]?.search).toEqual({ kind: 'pick', pick });
  });

  function startAgain() {
    bot = startBot(world);
    return bot;
  }

  it.each([
    [{ commandId: 'riskyUsers' }, ''],
    [{ commandId: 'riskyUsers', parameters: [{ name: 'initialRun', value: 'true' }] }, ''],
    [queryValue('x'.repeat(5_000)), 'x'.repeat(200)],
  ])('reads nothing typed as nothing, and no more than a name takes: %#', async (value, typed) => {
    await bot.post(searchOf(world, value));
    expect(bot.told[0]?.search).toMatchObject({ typed });
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { commandId: 'other' },
    { ...queryValue(), parameters: 'x' },
    queryValue(7),
    queryValue({ $ne: 1 }),
    { ...queryValue(), queryOptions: { skip: -1 } },
    { ...queryValue(), queryOptions: { count: 0.5 } },
  ])('of the wrong shape asks nobody: %j', async (value) => {
    expect(await bot.post(searchOf(world, value))).toEqual({ status: 200, body: unread });
    expect(bot.told).toEqual([]);
  });

  it.each([null, 'text', [], { v: 2, user: 'x' }, { v: 1 }, { v: 1, user: 'x', more: 1 }, { v: 1, user: { $ne: 1 } }])(
    'picks no find that is none of ours: %j',
    async (value) => {
      const answer = await bot.post(searchOf(world, value, 'composeExtension/selectItem'));
      expect(answer).toEqual({ status: 200, body: unread });
      expect(bot.told).toEqual([]);
    },
  );

  it('survives any value', { timeout: 300_000 }, async () => {
    const parameters = fc.array(fc.record({ name: fc.constantFrom('user', 'initialRun'), value: fc.jsonValue() }));
    const near = fc.record({ commandId: fc.constant('riskyUsers'), parameters, queryOptions: fc.jsonValue() });
    const pick = fc.record({ v: fc.constant(1), user: fc.jsonValue(), connectionId: fc.jsonValue() });
    const name = fc.constantFrom('composeExtension/query', 'composeExtension/selectItem');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), near, pick), name, async (value, invoke) => {
        const answer = await bot.post(searchOf(world, JSON.parse(JSON.stringify(value)), invoke));
        expect(answer).toMatchObject({ status: 200, body: { composeExtension: { type: 'message' } } });
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
    );
  });

  it('answers HTTP 200 when its handler fails, and nothing of the error', async () => {
    bot = startBot(world, { handlers: { onSearch: () => Promise.reject(new Error('canary-secret')) } });
    const answer = await bot.post(searchOf(world, queryValue()));
    expect(answer).toMatchObject({ status: 200, body: { composeExtension: { type: 'message' } } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});

describe('install and removal', () => {
  const bots = [{ id: `28:${appId}` }];
  const people = [{ id: '29:somebody' }];

  it.each([
    [{ type: 'installationUpdate', action: 'add' }, ['installed']],
    [{ type: 'installationUpdate', action: 'add-upgrade' }, ['installed']],
    [{ type: 'installationUpdate', action: 'remove' }, ['removed']],
    [{ type: 'installationUpdate', action: 'other' }, []],
    [{ type: 'conversationUpdate', membersAdded: bots }, ['installed']],
    [{ type: 'conversationUpdate', membersRemoved: bots }, ['removed']],
    [{ type: 'conversationUpdate', membersAdded: people }, []],
    [{ type: 'conversationUpdate' }, []],
  ])('of %j is told as %j', async (changes, kinds) => {
    expect(await bot.post(messageOf(world, { text: undefined, ...changes }))).toEqual({ status: 200 });
    expect(bot.told.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('what is no command', () => {
  it.each([
    'messageUpdate',
    'messageDelete',
    'messageReaction',
    'typing',
    'event',
    'endOfConversation',
    'contactRelationUpdate',
    'deleteUserData',
    'suggestion',
    'trace',
    'handoff',
    'command',
    'commandResult',
    'invokeResponse',
    'delay',
    '',
    'Message',
    'constructor',
  ])('of type "%s" is taken and runs nothing', async (type) => {
    expect(await bot.post(messageOf(world, { type }))).toEqual({ status: 200 });
    expect(bot.told).toEqual([]);
  });

  it('as an edit of an earlier message runs nothing', async () => {
    const edited = messageOf(world);
    const channelData = { ...edited.channelData, eventType: 'editMessage' };
    expect(await bot.post({ ...edited, channelData })).toEqual({ status: 200 });
    expect(bot.told).toEqual([]);
  });

  it.each(['task/fetch', 'composeExtension/submitAction', 'signin/verifyState', 'adaptiveCard/Action', undefined])(
    'as the invoke %s is not implemented',
    async (name) => {
      expect(await bot.post(pressOf(world, executeValue(), { name }))).toEqual({ status: 501 });
      expect(bot.told).toEqual([]);
    },
  );

  it.each([
    { id: undefined },
    { id: '' },
    { id: 7 },
    { id: 'a b' },
    { from: undefined },
    { from: { id: 7 } },
    { from: { id: '29:x', aadObjectId: 'root' } },
    { recipient: null },
    { text: { $: 1 } },
    { entities: 'x' },
    { type: 7 },
  ])('as a malformed %j is a bad request', async (changes) => {
    expect(await bot.post(messageOf(world, changes))).toEqual({ status: 400, body: 'Bad Request' });
    expect(bot.told).toEqual([]);
  });

  it('asks for no replies in the answer', async () => {
    bot = startBot(world, {
      handlers: { onMessage: (turn) => turn.send({ type: 'message', text: 'x' }).then(() => {}) },
    });
    expect(await bot.post(messageOf(world, { deliveryMode: 'expectReplies' }))).toEqual({ status: 200 });
    expect(world.at('/v3/')).toHaveLength(1);
  });
});

describe('a re-delivery', () => {
  it('of a press gets the same answer and runs once', async () => {
    let presses = 0;
    const onPress = async (): Promise<InvokeAnswer> => {
      presses += 1;
      return { kind: 'message', text: `press ${presses}` };
    };
    bot = startBot(world, { handlers: { onPress } });
    const press = pressOf(world, executeValue());
    const answers = await Promise.all(Array.from({ length: 20 }, () => bot.post(press)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(presses).toBe(1);
  });

  it('of a message runs once, in another conversation again', async () => {
    const message = messageOf(world);
    await bot.post(message);
    await bot.post(message);
    await bot.post({ ...message, conversation: { ...message.conversation, id: 'a:other' } });
    expect(bot.told).toHaveLength(2);
  });

  it('without a good token learns nothing', async () => {
    const press = pressOf(world, executeValue());
    await bot.post(press);
    expect(await bot.post(press, { signer: 'stranger' })).toEqual({ status: 401, body: 'Unauthorized' });
  });
});

it('keeps concurrent turns apart', async () => {
  const messages = Array.from({ length: 50 }, (_, index) => messageOf(world, { text: `say ${index}` }));
  await Promise.all(messages.map((message) => bot.post(message)));
  const said = bot.told.map(({ turn }) => [turn.activityId, turn.text]);
  expect(new Map(said as [string, string][])).toEqual(new Map(messages.map(({ id, text }) => [id, text])));
});

import { describe, expect, it } from 'vitest';
import { type Activity, readActivity, readPress, readText } from '../../src/bot/activity.ts';

const base = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
  from: { id: '29:adele' },
  recipient: { id: '28:bot' },
  channelData: {},
};

function read(changes: object): Activity {
  const reading = readActivity({ ...base, ...changes });
  if (!('activity' in reading)) {
    throw new Error(reading.kind);
  }
  return reading.activity;
}

it('hears nothing in a card that somebody inserted, but what they wrote beside it', () => {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }];
  expect(readActivity({ ...base, text: ' ', attachments })).toEqual({ kind: 'ignored' });
  expect(read({ text: 'help', attachments })).toMatchObject({ text: 'help' });
  const html = [null, { contentType: 'text/html', content: '<p></p>' }];
  expect(readActivity({ ...base, text: '', attachments: html })).toMatchObject({ kind: 'message' });
});

describe('the text', () => {
  const mention = (id: string, text: unknown) => ({ type: 'mention', mentioned: { id, name: 'x' }, text });

  it.each([
    ['posture', [], 'posture'],
    ['  Posture \u00a0 all\n', [], 'Posture all'],
    ['<at>Bulwark</at>&nbsp;help', [mention('28:bot', '<at>Bulwark</at>')], 'help'],
    [
      '<at>Bulwark</at> user <at>Lee</at>',
      [mention('28:bot', '<at>Bulwark</at>'), mention('29:lee', '<at>Lee</at>')],
      'user <at>Lee</at>',
    ],
    ['<at>Bulwark</at> <at>Bulwark</at> help', [mention('28:bot', '<at>Bulwark</at>')], 'help'],
    ['a.b help', [mention('28:bot', '.')], 'a b help'],
    ['help', [mention('28:bot', '')], 'help'],
    ['help', [null, 7, { type: 'mention' }, mention('28:bot', 7), mention('28:bot', null)], 'help'],
    ['$& help', [mention('28:bot', '$&')], 'help'],
    [null, null, ''],
    [undefined, undefined, ''],
  ])('of %j is read without the bot’s mention and in single spaces', (text, entities, expected) => {
    expect(readText(read({ text, entities }))).toBe(expected);
  });

  it('is read to its end within the test’s time, however many mentions a person makes up', () => {
    const entities = Array.from({ length: 5_000 }, () => mention('28:bot', 'ab'));
    const long = 'a'.repeat(100_000);
    expect(readText(read({ text: `${long}${' \u00a0'.repeat(50_000)}`, entities }))).toBe(long);
  });
});

it('keeps only what the bot reads', () => {
  const extra = {
    deliveryMode: 'expectReplies',
    callerId: 'x',
    relatesTo: {},
    suggestedActions: {},
    semanticAction: {},
  };
  expect(Object.keys(read(extra)).sort()).toEqual([...Object.keys(base), 'value'].sort());
});

it('writes object ids in lower case', () => {
  const aadObjectId = 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE';
  expect(read({ from: { id: '29:x', aadObjectId } }).from.aadObjectId).toBe(aadObjectId.toLowerCase());
});

it.each(['personal', 'groupChat', 'channel'])('knows the conversation type %s', (conversationType) => {
  expect(read({ conversation: { ...base.conversation, conversationType } }).type).toBe('message');
});

it('finds a press without data or trigger to be manual and empty', () => {
  expect(readPress({ action: { type: 'Action.Execute', verb: 'x' } })).toEqual({
    verb: 'x',
    data: {},
    trigger: 'manual',
  });
});

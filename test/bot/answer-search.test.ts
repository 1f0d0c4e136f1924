import { expect, it } from 'vitest';
import { answerSearch } from '../../src/bot/answer-search.ts';
import type { Desk } from '../../src/bot/desk.ts';
import type { Turn } from '../../src/bot/turn.ts';
import type { Conversation } from '../../src/core/chat.ts';
import type { Standing } from '../../src/core/chat-door.ts';
import { homeTenant, organization } from '../core/fakes/access.ts';
import { fakeDesk } from './fake-desk.ts';

const everybody = { kind: 'query', typed: '', skip: 0, count: 25 } as const;
const notApproved = expect.stringContaining('This conversation is not approved for tenant data.');

const turn = (id: string, type: Turn['conversation']['type']): Turn => ({
  ...{ activityId: 'typed', conversation: { id, type, tenantId: homeTenant }, botId: '28:bot', text: '' },
  ...{ serviceUrl: 'https://x', from: { id: '29:hardener', aadObjectId: 'hardener', name: 'Hardener' } },
  send: async () => ({ activityId: '1' }),
  typing: async () => undefined,
});

/** A desk that knows one conversation, and writes down what was read and which places were remembered. */
function searchDesk(
  known: Partial<Conversation> | undefined,
  standing: Standing = 'member',
  other: Partial<Desk> = {},
) {
  const reads: unknown[] = [];
  const { desk } = fakeDesk({
    conversations: {
      find: async (id: string) => known && { id, organization, type: 'channel', approved: false, ...known },
      remember: () => Promise.reject(new Error('A compose box is no place that the bot was let into.')),
    } as unknown as Desk['conversations'],
    rolesOf: async () => ['viewer'],
    standingOf: async () => standing,
    readThreats: async (...asked) => void reads.push(asked),
    ...other,
  });
  return { desk, reads };
}

it.each([
  ['where the bot was never let in', undefined, turn('19:far@thread.v2', 'groupChat')],
  ['in a channel that nobody approved', {}, turn('19:near@thread.tacv2', 'channel')],
  ['in a thread of that channel', {}, turn('19:near@thread.tacv2;messageid=1', 'channel')],
  ['where the app was removed', { approved: true, disabled: 'removed' }, turn('19:gone@thread.tacv2', 'channel')],
  ['of another organization', { approved: true, organization: 'other' }, turn('19:b@thread.tacv2', 'channel')],
  ['between two people', undefined, turn('19:a_b@unq.gbl.spaces', 'personal')],
])('a compose box %s gets nothing of the tenant', async (_where, known, asked) => {
  const { desk, reads } = searchDesk(known, 'unknown');
  expect(await answerSearch(desk, asked, everybody)).toEqual({ kind: 'message', text: notApproved });
  const pick = { kind: 'pick', pick: { v: 1, user: 'alex@contoso.com' } } as const;
  expect(await answerSearch(desk, asked, pick)).toEqual({ kind: 'message', text: notApproved });
  expect(reads).toEqual([]);
});

it.each([
  [undefined, turn('a:hardener', 'personal')],
  [{ approved: true }, turn('19:soc@thread.tacv2', 'channel')],
])('the own chat and an approved channel are asked for: %j', async (known, asked) => {
  const { desk, reads } = searchDesk(known);
  expect(await answerSearch(desk, asked, everybody)).toMatchObject({ text: expect.stringContaining('Not connected') });
  expect(reads).toHaveLength(1);
});

it('a guest is told the same as everywhere, before anything is read', async () => {
  const { desk, reads } = searchDesk({ approved: true }, 'guest');
  const answer = await answerSearch(desk, turn('19:soc@thread.tacv2', 'channel'), everybody);
  expect(answer).toMatchObject({ text: expect.stringContaining('not with guests') });
  expect(reads).toEqual([]);
});

it('who waits in vain is told so', async () => {
  const { desk } = searchDesk({ approved: true }, 'member', { readThreats: () => new Promise(() => undefined) });
  const answer = await answerSearch(desk, turn('19:soc@thread.tacv2', 'channel'), everybody);
  expect(answer).toEqual({ kind: 'message', text: 'Microsoft is slow to answer. Try again in a moment.' });
});

import { describe, expect, it } from 'vitest';
import { authorizer } from '../../src/core/access.ts';
import { approvalWithdrawal, conversationApproval } from '../../src/core/approve-conversation.ts';
import type { Conversation, Conversations } from '../../src/core/chat.ts';
import { fakeAccess, homeTenant, organization, person } from './fakes/access.ts';
import { codeOf } from './fakes/code-of.ts';
import { recordingJournal } from './fakes/journal.ts';

const megan = person('megan');
const via = { channel: 'chat', conversation: '19:soc' } as const;
const channel: Conversation = {
  ...{ id: '19:soc', organization, tenantId: homeTenant, type: 'channel', serviceUrl: 'https://x' },
  ...{ approved: false, operators: false },
};

function setUp() {
  const access = fakeAccess();
  access.roles.set(megan.oid, ['admin']);
  const journal = recordingJournal();
  const approved: unknown[] = [];
  const withdrawn: string[] = [];
  const conversations = {
    approve: async (...said: unknown[]) => void approved.push(said),
    withdraw: async (id: string) => void withdrawn.push(id),
  } as unknown as Conversations;
  const ports = { authorize: authorizer(access, journal), conversations, journal };
  const approve = conversationApproval(ports);
  return { access, journal, approved, withdrawn, approve, withdraw: approvalWithdrawal(ports) };
}

it('opens the conversation, with a record of who did it', async () => {
  const { approve, approved, journal } = setUp();
  expect(await approve(megan, via, channel, { operators: false })).toMatchObject({ approved: true, operators: false });
  expect(approved).toEqual([['19:soc', { operators: false }]]);
  expect(journal.rows).toMatchObject([
    { type: 'conversation', actor: megan, detail: { verb: 'approve', conversation: '19:soc', operators: false } },
  ]);
});

it('marks it for the operators as well when told to', async () => {
  const { approve } = setUp();
  expect(await approve(megan, via, channel, { operators: true })).toMatchObject({ approved: true, operators: true });
});

it.each(['viewer', 'hardener', 'responder', 'approver'] as const)('is not for a %s', async (role) => {
  const { approve, approved, access, journal } = setUp();
  access.roles.set(megan.oid, [role]);
  expect(await codeOf(approve(megan, via, channel, { operators: false }))).toBe('not_allowed');
  expect([approved, journal.rows, journal.denials.length]).toEqual([[], [], 1]);
});

it('has no meaning in a 1:1 chat', async () => {
  const { approve, approved } = setUp();
  expect(await codeOf(approve(megan, via, { ...channel, type: 'personal' }, { operators: true }))).toBe(
    'invalid_request',
  );
  expect(approved).toEqual([]);
});

it('does not happen when it cannot be recorded', async () => {
  const { approve, approved, journal } = setUp();
  journal.append = () => Promise.reject(new Error('disk full'));
  await expect(approve(megan, via, channel, { operators: false })).rejects.toThrow('disk full');
  expect(approved).toEqual([]);
});

describe('withdrawn', () => {
  const open = { ...channel, approved: true, operators: true };

  it('closes the conversation to data and notices, with a record of who did it', async () => {
    const { withdraw, withdrawn, journal } = setUp();
    expect(await withdraw(megan, via, open)).toEqual({ ...open, approved: false, operators: false });
    expect(withdrawn).toEqual(['19:soc']);
    expect(journal.rows).toMatchObject([
      { type: 'conversation', actor: megan, detail: { verb: 'withdraw', conversation: '19:soc' } },
    ]);
  });

  it('is for admins only, and does not happen when it cannot be recorded', async () => {
    const { withdraw, withdrawn, access, journal } = setUp();
    journal.append = () => Promise.reject(new Error('disk full'));
    await expect(withdraw(megan, via, open)).rejects.toThrow('disk full');
    access.roles.set(megan.oid, ['approver']);
    expect(await codeOf(withdraw(megan, via, open))).toBe('not_allowed');
    expect([withdrawn, journal.denials.length]).toEqual([[], 1]);
  });
});

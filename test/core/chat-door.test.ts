import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/core/chat.ts';
import { chatDoor, mayHoldTenantData } from '../../src/core/chat-door.ts';
import { homeTenant, organization, person } from './fakes/access.ts';
import { codeOf } from './fakes/code-of.ts';
import { recordingJournal } from './fakes/journal.ts';

const anna = person('anna');
const via = { channel: 'chat', conversation: '19:soc' } as const;
const place = { id: '19:soc', organization, tenantId: homeTenant, serviceUrl: 'https://x', operators: false } as const;
const channel: Conversation = { ...place, type: 'channel', approved: false };
const chat: Conversation = { ...place, type: 'personal', approved: false };

describe('the door', () => {
  it('lets members in without a word', async () => {
    const journal = recordingJournal();
    await chatDoor(journal).admit(anna, via, 'member');
    expect(journal.denials).toEqual([]);
  });

  it.each(['guest', 'elsewhere', 'unknown'] as const)('turns away who is %s, and records it', async (standing) => {
    const journal = recordingJournal();
    expect(await codeOf(chatDoor(journal).admit(anna, via, standing))).toBe('not_allowed');
    expect(journal.denials).toEqual([{ actor: anna, via, verb: 'chat', why: `standing_${standing}` }]);
  });

  it('turns away who has no identity, and records that under no name', async () => {
    const journal = recordingJournal();
    expect(await codeOf(chatDoor(journal).turnAwayUnknown(organization, via))).toBe('not_allowed');
    expect(journal.denials).toMatchObject([{ actor: { kind: 'system', organization }, why: 'no_identity' }]);
  });
});

describe('tenant data', () => {
  it.each([
    ['a channel nobody approved, to an admin', channel, ['admin'], false],
    ['an approved channel, to whoever reads it', { ...channel, approved: true }, [], true],
    ['a 1:1 chat with somebody who holds a role', chat, ['viewer'], true],
    ['a 1:1 chat with somebody who holds none', chat, [], false],
    ['a 1:1 chat that was approved, with somebody who lost their role', { ...chat, approved: true }, [], false],
  ] as const)('in %s', async (_where, conversation, roles, may) => {
    expect(mayHoldTenantData(conversation, roles)).toBe(may);
    const journal = recordingJournal();
    expect(await codeOf(chatDoor(journal).requireApproved(anna, roles, conversation, via))).toBe(
      may ? 'done' : 'not_allowed',
    );
    expect(journal.denials.map(({ why }) => why)).toEqual(may ? [] : ['not_approved']);
  });
});

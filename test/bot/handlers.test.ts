import { describe, expect, it } from 'vitest';
import type { Conversations } from '../../src/core/chat.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { nobody } from '../core/fakes/world.ts';
import { fakeDesk } from './fake-desk.ts';

const { key } = allowList[0]!;

describe('what is said', () => {
  it('is read in whatever case it is written', async () => {
    const { say } = fakeDesk();
    expect(await say('posture Open')).toBe(await say('posture open'));
    expect(await say(`EXPLAIN ${key.toUpperCase()}`)).toBe(await say(`explain ${key}`));
    expect(await say(`harden ${key.toUpperCase()}`)).toContain('from Off to On?');
  });

  it('is understood with the mark that ends a sentence', async () => {
    const { say } = fakeDesk();
    expect(await say('help?')).toBe(await say('help'));
    expect(await say('Posture.')).toBe(await say('posture'));
  });

  it('marks the operators conversation in whatever case it is written', async () => {
    const asked: unknown[] = [];
    const { say } = fakeDesk({
      async approveConversation(_admin, _via, conversation, as) {
        asked.push(as);
        return { ...conversation, approved: true, ...as };
      },
    });
    await say('approve Operators');
    expect(asked).toEqual([{ operators: true }]);
  });

  it('names a policy to harden', async () => {
    expect(await fakeDesk().say('harden')).toContain('Name the policy');
  });

  it('tells an admin how to connect, and others whom to ask', async () => {
    const readPosture = async () => undefined;
    const asAdmin = fakeDesk({ readPosture, rolesOf: async () => ['admin'] });
    expect(await fakeDesk({ readPosture }).say('posture')).toContain('Ask a Bulwark admin');
    expect(await asAdmin.say('posture')).toContain('Write "connect"');
  });

  it('tells who has no role that there is none yet', async () => {
    expect(await fakeDesk().say('posture', { aadObjectId: nobody.oid })).toMatch(/^No role yet/);
  });
});

describe('while nothing can be written', () => {
  const fails = () => Promise.reject(new Error('The disk is full.'));

  it('reads are answered', async () => {
    const { say } = fakeDesk({ shown: { remember: fails, find: async () => undefined } });
    expect(await say('posture')).toMatch(/secure/i);
  });

  it('a conversation that is not approved stays so', async () => {
    const remember: Conversations['remember'] = async (seen) => ({
      ...seen,
      approved: false,
      operators: false,
      isNew: false,
    });
    const { say } = fakeDesk({ conversations: { remember } as Conversations });
    expect(await say('posture')).toContain('not approved');
  });
});

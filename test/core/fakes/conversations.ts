import type { Conversation, Conversations } from '../../../src/core/chat.ts';

export type FakeConversations = Pick<Conversations, 'find' | 'findOperators'> & { all: Conversation[] };

export function fakeConversations(...all: Conversation[]): FakeConversations {
  return {
    all,
    find: async (id) => all.find((one) => one.id === id),
    findOperators: async (of) => all.find(({ organization, operators }) => organization === of && operators),
  };
}

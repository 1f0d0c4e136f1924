import { type Person, people } from './people.ts';

export type Conversation = {
  alias: string;
  id: string;
  conversationType: 'personal' | 'channel';
  name: string;
  /** The other party of a 1:1 chat. */
  person?: Person;
};

export const team = {
  id: '19:5f1c9a7be2d84c03a6e0contososecurity@thread.tacv2',
  aadGroupId: '6b0e4c1d-77aa-4d52-9b1f-2c3d4e5f6a71',
  name: 'Contoso Security',
} as const;

const channels: Conversation[] = [
  { alias: 'soc', id: '19:0c71e2f5a9b34d688d3fsoc@thread.tacv2', conversationType: 'channel', name: 'SOC' },
  { alias: 'random', id: '19:7e2b90d4c1f84a55b6a1random@thread.tacv2', conversationType: 'channel', name: 'Random' },
];

function personalOf(person: Person): Conversation {
  const id = `a:1${Buffer.from(`personal ${person.aadObjectId}`).toString('base64url')}`;
  return { alias: 'personal', id, conversationType: 'personal', name: 'Bulwark', person };
}

export const conversations: readonly Conversation[] = [...channels, ...people.map(personalOf)];

export function conversationOf(alias: unknown, person: Person): Conversation | undefined {
  return conversations.find((one) => one.alias === alias && (!one.person || one.person === person));
}

/** A thread of a channel is addressed as `<channel>;messageid=<first message>`. */
export function conversationById(id: string): Conversation | undefined {
  const [base] = id.split(';', 1);
  return conversations.find((one) => one.id === base);
}

export function threadIn(id: string): string | null {
  return /;messageid=(\d+)/.exec(id)?.[1] ?? null;
}

export function membersOf(conversation: Conversation): readonly Person[] {
  return conversation.person ? [conversation.person] : people;
}

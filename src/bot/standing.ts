import type { Person } from '../core/actors.ts';
import type { Standing } from '../core/chat-door.ts';
import { remembered } from '../core/remembered.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Connector, Member } from './connector.ts';
import type { Turn } from './turn.ts';

export type StandingOf = (turn: Turn, person: Person) => Promise<Standing>;

const keptMs = { member: 60_000, guest: 10_000, elsewhere: 10_000, unknown: 0 } as const satisfies Record<
  Standing,
  number
>;

/** What Teams says of a sender beyond the object id: whether it is an ordinary member of the tenant. */
export function standingReader(connector: Pick<Connector, 'readMember'>, runtime: Runtime): StandingOf {
  const ask = remembered<Standing>(runtime, (standing) => keptMs[standing]);
  return (turn, person) => ask(person.oid, () => readStanding(connector, turn, person));
}

export type NameOf = (turn: Turn) => Promise<string | undefined>;

/** What a sender is called, where the turn does not say it: the news of an installation never does. */
export function nameReader(connector: Pick<Connector, 'readMember'>): NameOf {
  return async (turn) => turn.from.name ?? (await readSender(connector, turn))?.name ?? undefined;
}

async function readStanding(connector: Pick<Connector, 'readMember'>, turn: Turn, person: Person): Promise<Standing> {
  const member = await readSender(connector, turn);
  return member ? standingIn(member, person) : 'unknown';
}

async function readSender(connector: Pick<Connector, 'readMember'>, turn: Turn): Promise<Member | undefined> {
  const { conversation, serviceUrl, botId, from } = turn;
  const [conversationId = conversation.id] = conversation.id.split(';');
  const found = await connector.readMember(
    { serviceUrl, conversationId, botId, tenantId: conversation.tenantId },
    from.id,
  );
  return found.kind === 'member' ? found.member : undefined;
}

const visitors = /guest|anonymous|external|federated/i;

function standingIn({ aadObjectId, tenantId, userRole, userPrincipalName }: Member, person: Person): Standing {
  if (tenantId !== person.tenantId) return 'elsewhere';
  if (aadObjectId !== person.oid) return 'unknown';
  return visitors.test(userRole ?? '') || /#EXT#/i.test(userPrincipalName ?? '') ? 'guest' : 'member';
}

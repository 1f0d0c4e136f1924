import type { Actor, Person, Role } from './actors.ts';
import type { Conversation } from './chat.ts';
import { refuse } from './errors.ts';
import { denyIfPossible, type Journal, type Via } from './journal.ts';

/** What the chat service says of a sender. `unknown`: it did not say. */
export type Standing = 'member' | 'guest' | 'elsewhere' | 'unknown';

/** Who may talk to Bulwark, and where it may show a tenant's data. A refusal is journaled. */
export type ChatDoor = {
  admit(person: Person, via: Via, standing: Standing): Promise<void>;
  /** For senders that Microsoft Entra does not know: bots, connectors, anonymous people. */
  turnAwayUnknown(organization: string, via: Via): Promise<never>;
  requireApproved(person: Person, roles: readonly Role[], conversation: Conversation, via: Via): Promise<void>;
  /** Records a press that no card of the bot has. `verb`: only when it is one of the bot's. */
  recordForged(person: Person, via: Via, verb?: string): Promise<void>;
};

const notOurs = 'I can only work with people of this organization.';

const refusals = {
  guest: 'I work with members of this organization, not with guests. Ask a member of its security team.',
  elsewhere: notOurs,
  unknown: 'Teams could not tell me who you are just now. Try again in a moment.',
} as const satisfies Record<Exclude<Standing, 'member'>, string>;

export function chatDoor(journal: Pick<Journal, 'deny'>): ChatDoor {
  async function deny(actor: Actor, via: Via, why: string, message: string): Promise<never> {
    await journal.deny({ actor, via, verb: 'chat', why });
    return refuse('not_allowed', message);
  }

  return {
    async admit(person, via, standing) {
      if (standing !== 'member') await deny(person, via, `standing_${standing}`, refusals[standing]);
    },
    turnAwayUnknown: (organization, via) =>
      deny({ kind: 'system', organization, name: 'unknown sender' }, via, 'no_identity', notOurs),
    async requireApproved(person, roles, conversation, via) {
      if (mayHoldTenantData(conversation, roles)) return;
      await deny(person, via, 'not_approved', unapproved(conversation));
    },
    recordForged(actor, via, verb) {
      const why = verb === undefined ? 'unknown_button' : 'invalid_data';
      return denyIfPossible(journal, { actor, via, verb: verb ?? 'press', why });
    },
  };
}

/** A 1:1 chat with somebody who holds a role needs no approval of its own. */
export function mayHoldTenantData(
  { approved, type }: Pick<Conversation, 'approved' | 'type'>,
  roles: readonly Role[],
): boolean {
  return type === 'personal' ? roles.length > 0 : approved;
}

function unapproved({ type }: Conversation): string {
  return type === 'personal'
    ? 'You have no Bulwark role yet, so I cannot show you anything about the tenant. Ask a Bulwark admin for one.'
    : 'This conversation is not approved for tenant data. A Bulwark admin can approve it by writing "approve" here.';
}

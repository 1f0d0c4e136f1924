import template from '../../cards/whoami.json' with { type: 'json' };
import type { Role } from '../core/actors.ts';
import type { Conversation, ConversationType } from '../core/chat.ts';
import { mayHoldTenantData } from '../core/chat-door.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';

export type WhoamiCardFacts = {
  name: string;
  /** Entra object id. */
  oid: string;
  /** The tenant the person signs in to. */
  tenantId: string;
  roles: readonly Role[];
  conversation: Pick<Conversation, 'type' | 'approved'>;
  organization: string;
};

const places = { personal: '1:1 chat', groupChat: 'Group chat', channel: 'Channel' } as const satisfies Record<
  ConversationType,
  string
>;

const fill = cardTemplate(template);

export function whoamiCard({ name, oid, tenantId, roles, conversation, organization }: WhoamiCardFacts): Card {
  const view = {
    name: plain(name),
    organization: plain(organization),
    roles: roles.length > 0 ? roles.join(', ') : 'None',
    here: hereWords(conversation, roles),
    oid: markdown(oid),
    tenantId: markdown(tenantId),
    notes:
      roles.length > 0
        ? []
        : [{ text: 'Without a role you can only read this and the help. Ask a Bulwark admin for one.' }],
  };
  return fill(view, {
    summary: `You are ${view.name}, of the organization ${view.organization}. Roles: ${view.roles}. ${view.here}. Object ID ${plain(oid)}, home tenant ${plain(tenantId)}.`,
  });
}

function hereWords({ type, approved }: Pick<Conversation, 'type' | 'approved'>, roles: readonly Role[]): string {
  const open = mayHoldTenantData({ type, approved }, roles);
  return `${places[type]}, ${open ? 'approved' : 'not approved'} for tenant data`;
}

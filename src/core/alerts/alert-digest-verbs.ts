import { type Authorize, gates } from '../access.ts';
import type { Person } from '../actors.ts';
import type { Conversation, NewCard } from '../chat.ts';
import { refuse } from '../errors.ts';
import type { Via } from '../journal.ts';
import type { AlertDigest, AlertStore } from './alert-store.ts';
import { alertDigestIdIn } from './subjects.ts';

/** One page of a digest; the first is 0. */
export type AlertDigestPage = AlertDigest & { page: number; pages: number; now: number };

export type AlertDigestVerbs = {
  /** Only in the conversation that the digest was written for. */
  page(person: Person, via: Via, conversation: Conversation, id: string, page: number): Promise<AlertDigestPage>;
  /** The first page, for the message that was sent. */
  shown(card: Pick<NewCard, 'organization' | 'subject' | 'conversationId'>): Promise<AlertDigestPage | undefined>;
};

/** More with the longest names do not fit into one message. */
export const alertsPerPage = 6;

export function alertDigestVerbs({
  authorize,
  alerts,
}: {
  authorize: Authorize;
  alerts: AlertStore;
}): AlertDigestVerbs {
  async function pageOf(organization: string, conversationId: string, id: string, page: number) {
    const digest = await alerts.findDigest(organization, id, { offset: page * alertsPerPage, limit: alertsPerPage });
    if (digest?.conversationId !== conversationId) return undefined;
    return { ...digest, page, pages: Math.max(1, Math.ceil(digest.total / alertsPerPage)) };
  }

  return {
    async page(person, via, { id: conversationId }, id, page) {
      await authorize(person, gates.readAlerts, via);
      const wanted = Number.isInteger(page) && page >= 0 ? page : 0;
      const found = await pageOf(person.organization, conversationId, id, wanted);
      return (
        found ??
        refuse('not_found', 'This digest is not kept any more, or not of this conversation. Write "alerts" instead.')
      );
    },
    async shown({ organization, conversationId, subject }) {
      const id = alertDigestIdIn(subject);
      return id === undefined ? undefined : pageOf(organization, conversationId, id, 0);
    },
  };
}

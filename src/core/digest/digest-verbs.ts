import { type Alert, alertLevels } from '../alerts/alert.ts';
import type { AlertStore } from '../alerts/alert-store.ts';
import type { SubscriptionStore } from '../alerts/subscription-store.ts';
import type { NewCard } from '../chat.ts';
import type { Connection, Connections } from '../connections.ts';
import { type DailyDigest, digestTimeIn, type TenantDay } from './daily-digest.ts';

/** What happened to one connection from `since` until `at`. */
export type Happenings = Pick<TenantDay, 'score' | 'before' | 'opened' | 'closed' | 'operations'>;

/** One digest of a conversation: what it tells of. */
export type DigestSpan = { conversationId: string; since: number; at: number };

export type DigestStore = {
  /** Takes up digests that are due: each is owed to its conversation and due again tomorrow. How many. */
  post(): Promise<number>;
  /** From when on the digest tells that was due at `at`. */
  sinceOf(conversationId: string, at: number): Promise<number | undefined>;
  happenings(connection: Connection, digest: DigestSpan): Promise<Happenings>;
};

export type DigestPorts = {
  digests: Omit<DigestStore, 'post'>;
  subscriptions: Pick<SubscriptionStore, 'find'>;
  alerts: Pick<AlertStore, 'watchOf'>;
  connections: Connections;
};

export type DigestVerbs = {
  /** For a card that was sent: undefined when nobody follows anything there any more. */
  shown(card: Pick<NewCard, 'organization' | 'conversationId' | 'subject'>): Promise<DailyDigest | undefined>;
};

export function digestVerbs(ports: DigestPorts): DigestVerbs {
  return {
    async shown({ organization, conversationId, subject }) {
      const at = digestTimeIn(subject) ?? Number.NaN;
      const since = await ports.digests.sinceOf(conversationId, at);
      const subscription = await ports.subscriptions.find(conversationId);
      if (since === undefined || subscription?.organization !== organization) return undefined;
      const followed = await followedBy(ports, organization, subscription.connections);
      const span = { conversationId, since, at };
      const tenants = await Promise.all(followed.map((connection) => tenantDay(ports, connection, span)));
      return { since, at, tenants };
    },
  };
}

async function followedBy({ connections }: DigestPorts, organization: string, ids: readonly string[]) {
  const own = await connections.list(organization);
  return own.filter(({ id }) => ids.includes(id)).toSorted((one, other) => one.name.localeCompare(other.name));
}

async function tenantDay(
  { digests, alerts }: DigestPorts,
  connection: Connection,
  span: DigestSpan,
): Promise<TenantDay> {
  const { opened, closed, ...rest } = await digests.happenings(connection, span);
  const watch = await alerts.watchOf(connection.id);
  return {
    connection,
    ...rest,
    opened: worstFirst(opened.filter((alert) => !isDrift(alert))),
    closed: worstFirst(closed.filter((alert) => !isDrift(alert))),
    drifted: worstFirst(opened.filter(isDrift)),
    sources: watch.sources,
  };
}

function isDrift({ about }: Alert): boolean {
  return about.kind === 'policy';
}

function worstFirst(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted((one, other) => alertLevels.indexOf(one.level) - alertLevels.indexOf(other.level));
}

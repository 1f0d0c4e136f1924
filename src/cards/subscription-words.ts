import type { AlertLevel } from '../core/alerts/alert.ts';
import type { Subscription } from '../core/alerts/subscription.ts';
import type { Conversation } from '../core/chat.ts';
import type { Connection } from '../core/connections.ts';
import { plain } from './text.ts';

export const maxPlace = 40;
const mostNamed = 3;

/** How a conversation is called; one without a name by its kind. */
export function placeName(conversation: Pick<Conversation, 'name' | 'type'> | undefined): string {
  if (!conversation) return 'A conversation that is gone';
  const kinds = { personal: '1:1 chat', groupChat: 'Group chat', channel: 'Channel' };
  return conversation.name === undefined ? kinds[conversation.type] : plain(conversation.name, maxPlace);
}

export function tenantNames(connections: readonly Pick<Connection, 'name'>[]): string {
  const names = connections.slice(0, mostNamed).map(({ name }) => plain(name, maxPlace));
  const more = connections.length - names.length;
  if (names.length === 0) return 'no tenant';
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** "risky users (high, medium) · security alerts (high) · settings that stop being secure" */
export function whatWords({ levels }: Pick<Subscription, 'levels'>): string {
  const { riskyUsers, securityAlerts, drift } = levels;
  const parts = [
    graded('risky users', riskyUsers),
    graded('security alerts', securityAlerts),
    drift ? 'settings that stop being secure' : '',
  ].filter(Boolean);
  return parts.join(' · ') || 'nothing';
}

function graded(what: string, levels: readonly AlertLevel[]): string {
  return levels.length > 0 ? `${what} (${levels.join(', ')})` : '';
}

/** When, and when not. */
export function whenWords({ quiet, digestAt, zone, escalate }: Subscription): string {
  const parts = [
    digestAt === undefined ? 'no daily digest' : `digest at ${digestAt}`,
    quiet ? `quiet ${quiet.from}–${quiet.to}` : 'no quiet hours',
    plain(zone, maxPlace),
    escalate ? `posted elsewhere after ${escalate.afterMinutes} min` : '',
  ].filter(Boolean);
  return parts.join(' · ');
}

import type { Connection } from '../core/connections.ts';
import type { Threats } from '../core/signals/read-threats.ts';
import type { RiskyUser } from '../core/signals/signal-port.ts';
import { levelWords, stateWords } from './risk-words.ts';
import { whyUnread } from './sources.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';

/** One line of what a search found: a thumbnail card. */
export type Find = { title: string; text: string };

const maxName = 80;
const maxTyped = 60;

/** Whose card would be inserted. The list is narrow: what tells people apart stands first. */
export function findLine(
  { userDisplayName, userPrincipalName, riskLevel, riskState }: RiskyUser,
  { name }: Connection,
) {
  const facts = [levelWords(riskLevel), stateWords(riskState), plain(userPrincipalName, maxName), plain(name, maxName)];
  return { title: plain(userDisplayName || userPrincipalName, maxName), text: facts.join(' · ') } satisfies Find;
}

/** Why a search found nobody; nobody at risk is said only when the source was read. */
export function nobodyFound({ riskyUsers, readAt }: Threats, typed: string): string {
  if (riskyUsers.status !== 'ok')
    return `Who is at risk is not known: ${whyUnread('risky users', riskyUsers.status, 'Entra ID P2')}`;
  const { items, truncated } = riskyUsers.value;
  const more = truncated ? ' Microsoft Graph has more risky users than were read. Look at the rest in Entra.' : '';
  if (items.length === 0) return `No risky users right now (checked ${utc(readAt)}).${more}`;
  return `No risky user matches "${plain(typed, maxTyped)}". Type part of a name, or high, medium or low.${more}`;
}

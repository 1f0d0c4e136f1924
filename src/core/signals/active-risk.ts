import { newestFirst } from '../time.ts';
import type { Listing, RiskDetection, RiskyUser, SecurityAlert } from './signal-port.ts';

/** More than this nobody looks through. */
const most = 100;

const activeStates = ['atrisk', 'confirmedcompromised'];

/** Not dismissed, not remediated, not deleted: somebody has to look at this user. */
export function isActive({ riskState, isDeleted }: RiskyUser): boolean {
  return !isDeleted && activeStates.includes(riskState.toLowerCase());
}

/** All users with active risk, newest first: who is at high risk is not left out because others are newer. */
export function activeUsers({ items, truncated }: Listing<RiskyUser>): Listing<RiskyUser> {
  const active = newestFirst(items.filter(isActive), ({ riskLastUpdatedDateTime }) => riskLastUpdatedDateTime);
  return { items: active, truncated };
}

export function newestDetections({ items, truncated }: Listing<RiskDetection>): Listing<RiskDetection> {
  const newest = newestFirst(items, ({ detectedDateTime, activityDateTime }) => detectedDateTime ?? activityDateTime);
  return firstOf(newest, truncated);
}

export function newestAlerts({ items, truncated }: Listing<SecurityAlert>): Listing<SecurityAlert> {
  return firstOf(
    newestFirst(items, ({ createdDateTime }) => createdDateTime),
    truncated,
  );
}

const levels = ['high', 'medium', 'low'];

/** The highest level first; within a level the order is kept. */
export function byLevel(users: readonly RiskyUser[]): readonly RiskyUser[] {
  return users.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ riskLevel }: RiskyUser): number {
  const at = levels.indexOf(riskLevel.toLowerCase());
  return at < 0 ? levels.length : at;
}

/** Alerts whose evidence names the user, by object id or by user principal name. */
export function alertsNaming(
  user: { id: string; userPrincipalName: string },
  { items, truncated }: Listing<SecurityAlert>,
): Listing<SecurityAlert> {
  const names = [user.id, user.userPrincipalName].map((name) => name.toLowerCase());
  const isNamed = (name: string | null) => name !== null && names.includes(name.toLowerCase());
  const naming = items.filter(({ users }) => users.some((one) => isNamed(one.id) || isNamed(one.userPrincipalName)));
  return newestAlerts({ items: naming, truncated });
}

function firstOf<T>(items: readonly T[], truncated: boolean): Listing<T> {
  return { items: items.slice(0, most), truncated: truncated || items.length > most };
}

import { type PolicyEntry, severities } from './policies/entry.ts';
import { isAccepted, isOpen, type PostureRow } from './posture.ts';

/** Where a setting stands, in the order in which people need to see it. */
const standings = ['open', 'unread', 'accepted', 'superseded', 'secure'] as const;
export type Standing = (typeof standings)[number];

export function standingOf(row: PostureRow): Standing {
  if (row.status !== 'ok') return 'unread';
  if (isOpen(row)) return 'open';
  if (isAccepted(row)) return 'accepted';
  return row.superseded ? 'superseded' : 'secure';
}

/** What needs a person comes first: open settings by severity, then what could not be read, then the rest. */
export function worstFirst(rows: readonly PostureRow[]): readonly PostureRow[] {
  return rows.toSorted((one, other) => rank(one) - rank(other));
}

function rank(row: PostureRow): number {
  return 10 * standings.indexOf(standingOf(row)) + severities.indexOf(row.policy.severity);
}

/** `urgent`: open settings of critical or high severity. */
export type PostureGroup = {
  area: PolicyEntry['area'];
  standing: Standing;
  urgent: boolean;
  rows: readonly PostureRow[];
};

/**
 * Settings of one area that stand alike, worst first; of those groups, the one with the worst setting leads. No area's
 * lesser settings come before another's urgent ones.
 */
export function byArea(rows: readonly PostureRow[]): readonly PostureGroup[] {
  const groups = new Map<string, PostureGroup & { rows: PostureRow[] }>();
  for (const row of worstFirst(rows)) {
    const group = { area: row.policy.area, standing: standingOf(row), urgent: isUrgent(row) };
    const name = `${group.standing}/${group.urgent}/${group.area}`;
    const known = groups.get(name) ?? { ...group, rows: [] };
    known.rows.push(row);
    groups.set(name, known);
  }
  return [...groups.values()];
}

function isUrgent(row: PostureRow): boolean {
  return isOpen(row) && ['critical', 'high'].includes(row.policy.severity);
}

export const postureFilters = ['open', 'all', 'accepted', 'unread'] as const;
export type PostureFilter = (typeof postureFilters)[number];

export function filterRows(rows: readonly PostureRow[], filter: PostureFilter): readonly PostureRow[] {
  return rows.filter((row) => filter === 'all' || standingOf(row) === filter);
}

import type { Finding } from './alert.ts';

/** More than this nobody reads on a card. */
const most = 20;

export type MergedFindings = { findings: readonly Finding[]; total: number; added: readonly Finding[] };

/** Each finding once, in its newest form. What decides the level is not pushed out by what merely came later. */
export function mergeFindings(
  known: readonly Finding[],
  newest: readonly Finding[],
  knownTotal = known.length,
): MergedFindings {
  const before = new Map(known.map((finding) => [idOf(finding), finding]));
  const now = new Map(newest.map((finding) => [idOf(finding), finding]));
  const isForgotten = oldestKept(known, knownTotal);
  const added = [...now].filter(([id, finding]) => !before.has(id) && !isForgotten(finding)).map(([, one]) => one);
  const all = [...new Map([...before, ...[...now].filter(([id]) => before.has(id)), ...keyed(added)]).values()];
  const findings = all.toSorted(byWeight).slice(0, most).toSorted(newestFirst);
  return { findings, total: knownTotal + added.length, added: added.toSorted(newestFirst) };
}

/** What was dropped for want of room is not new when it is read again. */
function oldestKept(known: readonly Finding[], total: number): (finding: Finding) => boolean {
  if (total <= known.length) return () => false;
  const oldest = Math.min(...known.map(({ at }) => at ?? 0));
  return ({ at }) => (at ?? 0) <= oldest;
}

function keyed(findings: readonly Finding[]): readonly [string, Finding][] {
  return findings.map((finding) => [idOf(finding), finding]);
}

function idOf({ kind, id }: Finding): string {
  return `${kind}/${id}`;
}

function byWeight(one: Finding, other: Finding): number {
  return Number(decides(other)) - Number(decides(one)) || newestFirst(one, other);
}

function decides({ kind, resolved }: Finding): boolean {
  return kind === 'securityAlert' && !resolved;
}

function newestFirst(one: Finding, other: Finding): number {
  return (other.at ?? 0) - (one.at ?? 0) || one.id.localeCompare(other.id);
}

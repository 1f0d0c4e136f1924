import type { Circumstances } from './advance.ts';
import { type Alert, aboutKey, type Finding } from './alert.ts';
import type { Look, SecurityAlertSighting } from './sighting.ts';

type Attached = Pick<Look, 'sightings' | 'endings'> & { findings: readonly { key: string; finding: Finding }[] };

/**
 * A security alert stands behind the alert of the user it names. Where there is none it is one of its own, if it is
 * high or somebody asked for its level.
 */
export function attachSecurityAlerts(
  previous: ReadonlyMap<string, Alert>,
  { sightings, endings, findings = [], securityAlerts = [] }: Look,
  { wantsSecurityAlerts = () => false }: Pick<Circumstances, 'wantsSecurityAlerts'>,
): Attached {
  const keysOfUsers = userIndex(previous, sightings, endings);
  const judged = securityAlerts.map((alert): Partial<Attached> => {
    const isOpen = isOpenAlert(previous.get(aboutKey(alert.about)));
    const users = isOpen ? [] : keysOfUsers(alert);
    if (users.length > 0) return { findings: standingBehind(users, alert) };
    return onItsOwn(alert, isOpen || alert.level === 'high' || wantsSecurityAlerts(alert.level));
  });
  return {
    sightings: [...sightings, ...judged.flatMap((one) => one.sightings ?? [])],
    endings: [...endings, ...judged.flatMap((one) => one.endings ?? [])],
    findings: [...findings, ...judged.flatMap((one) => one.findings ?? [])],
  };
}

function onItsOwn({ isResolved, ...sighting }: SecurityAlertSighting, counts: boolean): Partial<Attached> {
  const { about, changedAt } = sighting;
  if (isResolved) return { endings: [{ key: aboutKey(about), how: 'resolved', changedAt }] };
  return counts ? { sightings: [sighting] } : {};
}

function standingBehind(users: readonly string[], { findings }: SecurityAlertSighting): Attached['findings'] {
  return users.flatMap((key) => findings.map((finding) => ({ key, finding })));
}

/** Finds the alerts, open now or opened by this look, of the users that a security alert names. */
function userIndex(previous: ReadonlyMap<string, Alert>, sightings: Look['sightings'], endings: Look['endings']) {
  const ending = new Set(endings.map(({ key }) => key));
  const open = [...previous.values()].filter((alert) => isOpenAlert(alert) && !ending.has(aboutKey(alert.about)));
  const index = new Map<string, string>();
  for (const { about } of [...open, ...sightings]) {
    if (about.kind !== 'user') continue;
    index.set(about.id, aboutKey(about));
    if (about.userPrincipalName) index.set(about.userPrincipalName.toLowerCase(), aboutKey(about));
  }
  return function keysOf({ about }: Pick<SecurityAlertSighting, 'about'>): readonly string[] {
    const names = about.users.flatMap(({ id, userPrincipalName }) => [id, userPrincipalName]);
    return [...new Set(names.flatMap((name) => (name && index.get(name.toLowerCase())) || []))];
  };
}

function isOpenAlert(alert: Alert | undefined): boolean {
  return alert !== undefined && !alert.closed;
}

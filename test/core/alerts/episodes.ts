import { type Advance, advance } from '../../../src/core/alerts/advance.ts';
import { type Alert, type AlertLevel, aboutKey } from '../../../src/core/alerts/alert.ts';
import type { Look, Sighting } from '../../../src/core/alerts/sighting.ts';

export const connection = { id: 'conn_1', tenantId: 'tenant-1', name: 'Contoso' };

/** The alerts of one connection, stepped by looks as the store steps them. */
export function episodes() {
  const newest = new Map<string, Alert>();
  let ids = 0;

  function look(found: Partial<Look>, now: number, wants: readonly AlertLevel[] = []): Advance {
    const step = advance(
      newest,
      { sightings: [], endings: [], ...found },
      {
        ...{ organization: 'org_1', connection, now },
        newId: () => String(++ids),
        wantsSecurityAlerts: (level) => wants.includes(level),
      },
    );
    for (const alert of step.alerts) newest.set(aboutKey(alert.about), alert);
    return step;
  }

  return { newest, look, change: (alert: Alert) => newest.set(aboutKey(alert.about), alert) };
}

export function kindsOf({ events }: Advance): readonly string[] {
  return events.map(({ kind, alert }) => `${kind} ${alert.about.id}`);
}

export function user(id: string, level: AlertLevel, changedAt: number | null = 1): Sighting {
  const about = { kind: 'user', id, name: id, userPrincipalName: `${id}@contoso.com` } as const;
  return { about, level, riskLevel: level, riskState: 'atRisk', riskDetail: 'none', changedAt, findings: [] };
}

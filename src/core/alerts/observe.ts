import type { Reading } from '../graph-answers.ts';
import { isActive } from '../signals/active-risk.ts';
import type { RiskDetection, RiskyUser, SecurityAlert, SignalsReading } from '../signals/signal-port.ts';
import { parseTime } from '../time.ts';
import { type AlertLevel, type Closing, type Finding, highest } from './alert.ts';
import type { Ending, Look, SecurityAlertSighting, Sighting } from './sighting.ts';

/** Users that are no longer in the list of risky ones, each as it was read by its id. */
export type LookedUp = { userId: string; found: Reading<RiskyUser | undefined> };

/** What the tenant's signals say, in the terms of alerts. A source that was not read says nothing. */
export function observe(reading: SignalsReading, lookedUp: readonly LookedUp[]): Look {
  const users = [...itemsOf(reading.riskyUsers), ...lookedUp.flatMap(({ found }) => valueIn(found) ?? [])];
  return {
    sightings: users.filter(isActive).map(userSighting),
    endings: [...users.filter((user) => !isActive(user)).map(userEnding), ...lookedUp.flatMap(goneEnding)],
    findings: itemsOf(reading.riskDetections).map(detectionFinding),
    securityAlerts: itemsOf(reading.securityAlerts).flatMap(securityAlertSighting),
  };
}

export function itemsOf<T>(reading: Reading<{ items: readonly T[] }>): readonly T[] {
  return reading.status === 'ok' ? reading.value.items : [];
}

function valueIn<T>(reading: Reading<T>): T | undefined {
  return reading.status === 'ok' ? reading.value : undefined;
}

function levelOf(text: string): AlertLevel | undefined {
  return highest([text.toLowerCase() as AlertLevel]);
}

function userSighting(user: RiskyUser): Sighting {
  const { id, userPrincipalName, userDisplayName: name, riskState, riskDetail } = user;
  const level = riskLevelOf(user);
  const about = { kind: 'user', id, name, userPrincipalName } as const;
  return { about, level, riskLevel: level, riskState, riskDetail, findings: [], changedAt: changeOf(user) };
}

/** A level that is hidden without a licence, or not known to us, is somebody to look at all the same. */
function riskLevelOf({ riskLevel, riskState }: RiskyUser): AlertLevel {
  return riskState.toLowerCase() === 'confirmedcompromised' ? 'high' : (levelOf(riskLevel) ?? 'medium');
}

function changeOf({ riskLastUpdatedDateTime }: RiskyUser): number | null {
  return parseTime(riskLastUpdatedDateTime) ?? null;
}

function userEnding(user: RiskyUser): Ending {
  const { id, riskDetail: detail } = user;
  return { key: `user/${id}`, how: closingOf(user), detail, changedAt: changeOf(user) };
}

function closingOf({ riskState, isDeleted }: RiskyUser): Closing {
  if (isDeleted) return 'deleted';
  return ['dismissed', 'confirmedsafe'].includes(riskState.toLowerCase()) ? 'dismissed' : 'remediated';
}

function goneEnding({ userId, found }: LookedUp): readonly Ending[] {
  const isGone = found.status === 'ok' && found.value === undefined;
  return isGone ? [{ key: `user/${userId}`, how: 'gone', changedAt: null }] : [];
}

const settled = ['remediated', 'dismissed', 'confirmedsafe'];

function detectionFinding(detection: RiskDetection): { key: string; finding: Finding } {
  const { id, userId, riskEventType: what, riskLevel, riskState, source, location, ipAddress } = detection;
  const place = [location?.city, location?.countryOrRegion].filter(Boolean).join(', ');
  const finding: Finding = {
    ...{ kind: 'detection', id, what, source },
    ...optional('at', parseTime(detection.activityDateTime ?? detection.detectedDateTime)),
    ...optional('level', levelOf(riskLevel)),
    ...optional('where', place || ipAddress || undefined),
    ...(settled.includes(riskState.toLowerCase()) ? { resolved: true } : {}),
  };
  return { key: `user/${userId.toLowerCase()}`, finding };
}

/** One without a level that counts says nothing that somebody would have to look at. */
function securityAlertSighting(alert: SecurityAlert): readonly SecurityAlertSighting[] {
  const { id, title, users, alertWebUrl, serviceSource: source, createdDateTime, lastUpdateDateTime, status } = alert;
  const level = levelOf(alert.severity);
  if (!level) return [];
  const isResolved = status.toLowerCase() === 'resolved';
  const url = optional('url', alertWebUrl ?? undefined);
  const at = optional('at', parseTime(createdDateTime));
  const finding: Finding = {
    kind: 'securityAlert',
    id,
    what: title,
    source,
    level,
    resolved: isResolved,
    ...at,
    ...url,
  };
  const about = { kind: 'securityAlert', id, title, users, ...url } as const;
  return [{ about, level, isResolved, findings: [finding], changedAt: parseTime(lastUpdateDateTime) ?? null }];
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: Value });
}

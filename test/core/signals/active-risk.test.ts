import { expect, it } from 'vitest';
import {
  activeUsers,
  alertsNaming,
  byLevel,
  newestAlerts,
  newestDetections,
} from '../../../src/core/signals/active-risk.ts';
import { alert, detection, riskyUser } from '../fakes/signals.ts';

const whole = <T>(items: readonly T[]) => ({ items, truncated: false });
const ids = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);

it('takes for risky who is at risk or compromised, and nobody else', () => {
  const states = ['atRisk', 'confirmedCompromised', 'dismissed', 'remediated', 'confirmedSafe', 'none', 'aNewState'];
  const users = states.map((riskState) => riskyUser(riskState, { riskState }));
  const deleted = riskyUser('deleted', { isDeleted: true });
  expect(ids(activeUsers(whole([...users, deleted])))).toEqual(['id-atRisk', 'id-confirmedCompromised']);
});

it('puts users newest first, and by level where levels count', () => {
  const users = [
    riskyUser('old', { riskLastUpdatedDateTime: '2022-09-09T9:59:27.958Z', riskLevel: 'high' }),
    riskyUser('new', { riskLastUpdatedDateTime: '2026-09-09T10:00:00.1234567Z', riskLevel: 'low' }),
    riskyUser('mid', { riskLastUpdatedDateTime: '2025-01-01T00:00:00Z', riskLevel: 'somethingNew' }),
  ];
  expect(ids(activeUsers(whole(users)))).toEqual(['id-new', 'id-mid', 'id-old']);
  expect(byLevel(users).map(({ userDisplayName }) => userDisplayName)).toEqual(['old', 'new', 'mid']);
});

it('keeps every user, and a hundred of the rest, and says when there were more', () => {
  const users = Array.from({ length: 101 }, (_, at) => riskyUser(String(at)));
  expect(activeUsers(whole(users))).toMatchObject({ truncated: false, items: { length: 101 } });
  expect(activeUsers({ items: [], truncated: true })).toMatchObject({ truncated: true });
  const many = Array.from({ length: 101 }, (_, at) => alert(String(at), null));
  expect(newestAlerts(whole(many))).toMatchObject({ truncated: true, items: { length: 100 } });
  expect(newestAlerts(whole(many.slice(1)))).toMatchObject({ truncated: false });
});

it('puts detections and alerts newest first', () => {
  const detections = [detection('a', 'u', null), detection('b', 'u', '2026-01-01T00:00:00Z')];
  expect(ids(newestDetections(whole(detections)))).toEqual(['b', 'a']);
  const alerts = [alert('a', '2025-01-01T00:00:00Z'), alert('b', '2026-01-01T00:00:00Z')];
  expect(ids(newestAlerts(whole(alerts)))).toEqual(['b', 'a']);
});

it('finds alerts that name a user by id or by name, in any letter case', () => {
  const user = { id: 'id-1', userPrincipalName: 'Alex@contoso.com' };
  const alerts = [
    alert('by id', null, [{ id: 'ID-1', userPrincipalName: null }]),
    alert('by name', null, [{ id: null, userPrincipalName: 'alex@CONTOSO.com' }]),
    alert('somebody else', null, [{ id: 'id-2', userPrincipalName: 'lee@contoso.com' }]),
    alert('nobody', null, [{ id: null, userPrincipalName: null }]),
  ];
  expect(ids(alertsNaming(user, whole(alerts)))).toEqual(['by id', 'by name']);
});

import { describe, expect, it } from 'vitest';
import type { Alert, AlertLevel, Finding } from '../../../src/core/alerts/alert.ts';
import type { SecurityAlertSighting } from '../../../src/core/alerts/sighting.ts';
import { episodes, kindsOf, user } from './episodes.ts';

const detection = (id: string, at = 1): { key: string; finding: Finding } => ({
  key: 'user/adele',
  finding: { kind: 'detection', id, at, what: 'anonymizedIPAddress', source: 'IdentityProtection', level: 'medium' },
});

function securityAlert(id: string, level: AlertLevel, about: string[], isResolved = false): SecurityAlertSighting {
  const users = about.map((name) => ({ id: null, userPrincipalName: `${name}@Contoso.com` }));
  const finding: Finding = {
    kind: 'securityAlert',
    id,
    what: 'Token theft',
    source: 'defender',
    level,
    resolved: isResolved,
  };
  const about_ = { kind: 'securityAlert', id, title: 'Token theft', users } as const;
  return { about: about_, level, isResolved, findings: [finding], changedAt: 1 };
}

describe('an episode', () => {
  it('starts once, and time alone does nothing', () => {
    const { look } = episodes();
    expect(kindsOf(look({ sightings: [user('adele', 'high')] }, 1))).toEqual(['opened adele']);
    const later = look({ sightings: [user('adele', 'high')] }, 100 * 86_400_000);
    expect(later).toEqual({ alerts: [], events: [] });
  });

  it('is told again when the level rises, not when it falls', () => {
    const { look, newest } = episodes();
    look({ sightings: [user('adele', 'medium')] }, 1);
    expect(kindsOf(look({ sightings: [user('adele', 'low', 2)] }, 2))).toEqual(['lowered adele']);
    expect(kindsOf(look({ sightings: [user('adele', 'high', 3)] }, 3))).toEqual(['raised adele']);
    expect(newest.get('user/adele')).toMatchObject({ level: 'high', openedAt: 1, changedAt: 3 });
  });

  it('gathers findings, each once', () => {
    const { look, newest } = episodes();
    look({ sightings: [user('adele', 'high')], findings: [detection('d1')] }, 1);
    const step = look({ sightings: [user('adele', 'high')], findings: [detection('d1'), detection('d2', 2)] }, 2);
    expect(step.events.map(({ note }) => note)).toEqual([
      { at: 2, kind: 'found', count: 1, what: 'anonymizedIPAddress' },
    ]);
    expect(newest.get('user/adele')?.findings.map(({ id }) => id)).toEqual(['d2', 'd1']);
    expect(kindsOf(look({ findings: [detection('d2', 2)] }, 3))).toEqual([]);
  });

  it('counts what no longer fits once all the same', () => {
    const { look, newest } = episodes();
    const all = Array.from({ length: 30 }, (_, at) => detection(`d${at}`, at));
    look({ sightings: [user('adele', 'high')], findings: all }, 1);
    expect(kindsOf(look({ sightings: [user('adele', 'high')], findings: all }, 2))).toEqual([]);
    expect(newest.get('user/adele')).toMatchObject({ findingsTotal: 30 });
    expect(newest.get('user/adele')?.findings).toHaveLength(20);
  });

  it('ends with who and why, and the next risk is another one', () => {
    const { look, newest } = episodes();
    look({ sightings: [user('adele', 'high')] }, 1);
    const first = newest.get('user/adele')?.id;
    const detail = 'userPerformedSecuredPasswordReset';
    look({ endings: [{ key: 'user/adele', how: 'remediated', detail, changedAt: 5 }] }, 2);
    expect(newest.get('user/adele')?.closed).toEqual({ at: 2, how: 'remediated', detail });
    expect(kindsOf(look({ sightings: [user('adele', 'high', 6)] }, 3))).toEqual(['opened adele']);
    expect(newest.get('user/adele')?.id).not.toBe(first);
  });

  it('is not started again by a list that lags behind', () => {
    const { look } = episodes();
    look({ sightings: [user('adele', 'high', 3)] }, 1);
    look({ endings: [{ key: 'user/adele', how: 'dismissed', changedAt: 5 }] }, 2);
    expect(look({ sightings: [user('adele', 'high', 3)] }, 3).events).toEqual([]);
  });

  it('names whoever dismissed it with Bulwark', () => {
    const { look, newest, change } = episodes();
    look({ sightings: [user('adele', 'high')] }, 1);
    const handled = { verb: 'dismissRisk', operationId: 'op_1', by: 'Megan Bowen', at: 2, status: 'done' } as const;
    change({ ...(newest.get('user/adele') as Alert), handled });
    expect(look({ sightings: [user('adele', 'high')] }, 3).events, 'the list lags behind').toEqual([]);
    look({ endings: [{ key: 'user/adele', how: 'dismissed', changedAt: 5 }] }, 4);
    expect(newest.get('user/adele')?.closed).toMatchObject({ how: 'dismissed', by: 'Megan Bowen' });
  });

  it('closes and starts anew when a risk comes back between two looks', () => {
    const { look, newest, change } = episodes();
    look({ sightings: [user('adele', 'high')] }, 1);
    const handled = { verb: 'dismissRisk', operationId: 'op_1', by: 'Megan Bowen', at: 2, status: 'done' } as const;
    change({ ...(newest.get('user/adele') as Alert), handled });
    expect(kindsOf(look({ sightings: [user('adele', 'high', 9)] }, 3))).toEqual(['closed adele', 'opened adele']);
  });

  it('loses who took it and who put it off when the level rises', () => {
    const { look, newest, change } = episodes();
    look({ sightings: [user('adele', 'medium')] }, 1);
    const acknowledged = { by: 'Megan Bowen', oid: 'oid', at: 1 };
    const snoozed = { by: 'Megan Bowen', at: 1, until: 1_000, reason: 'holiday' };
    change({ ...(newest.get('user/adele') as Alert), acknowledged, snoozed });
    look({ sightings: [user('adele', 'high', 2)] }, 2);
    expect(newest.get('user/adele')).not.toHaveProperty('acknowledged');
    expect(newest.get('user/adele')).not.toHaveProperty('snoozed');
    expect(newest.get('user/adele')?.history.map(({ kind }) => kind)).toEqual(['opened', 'snoozeBroken', 'raised']);
  });
});

describe('a security alert', () => {
  it('stands behind the alert of the user it names, and can raise it', () => {
    const { look, newest } = episodes();
    look({ sightings: [user('adele', 'medium')] }, 1);
    const step = look(
      { sightings: [user('adele', 'medium')], securityAlerts: [securityAlert('a1', 'high', ['adele'])] },
      2,
    );
    expect(kindsOf(step)).toEqual(['raised adele']);
    const resolved = {
      sightings: [user('adele', 'medium')],
      securityAlerts: [securityAlert('a1', 'high', ['adele'], true)],
    };
    expect(kindsOf(look(resolved, 3))).toEqual(['lowered adele']);
    expect([...newest.keys()]).toEqual(['user/adele']);
  });

  it('is an alert of its own where no user at risk is named, until it is resolved', () => {
    const { look, newest } = episodes();
    expect(kindsOf(look({ securityAlerts: [securityAlert('a1', 'high', ['adele'])] }, 1))).toEqual(['opened a1']);
    expect(look({ securityAlerts: [securityAlert('a1', 'high', ['adele'])] }, 2).events).toEqual([]);
    look({ securityAlerts: [securityAlert('a1', 'high', ['adele'], true)] }, 3);
    expect(newest.get('alert/a1')?.closed).toMatchObject({ how: 'resolved' });
  });

  it('of a lower level is one only where somebody asked for it', () => {
    const { look } = episodes();
    expect(look({ securityAlerts: [securityAlert('a1', 'medium', [])] }, 1).events).toEqual([]);
    expect(kindsOf(look({ securityAlerts: [securityAlert('a1', 'medium', [])] }, 2, ['medium']))).toEqual([
      'opened a1',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { About, Alert } from '../../../src/core/alerts/alert.ts';
import { afterOperation, concerns } from '../../../src/core/alerts/operation-note.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import { person } from '../fakes/access.ts';
import { connection, episodes, user } from './episodes.ts';

const adele: About = { kind: 'user', id: 'adele', name: 'Adele', userPrincipalName: 'adele@contoso.com' };
const theft = { kind: 'securityAlert', id: 'a1', title: 'Token theft' } as const;

function alertOn(about: About, more: Partial<Alert> = {}): Alert {
  const { look } = episodes();
  const [alert] = look({ sightings: [user('adele', 'high')] }, 1).alerts;
  return { ...(alert as Alert), about, ...more };
}

function operation(more: Partial<Operation> = {}): Operation {
  const target = { kind: 'user', id: 'adele', label: 'Adele@Contoso.com' } as const;
  const by = person('megan');
  return {
    ...{
      id: 'op_1',
      organization: 'org_1',
      verb: 'contain',
      connection,
      target,
      requestedBy: by,
      via: { channel: 'chat' },
    },
    ...{ state: 'running', createdAt: 1, expiresAt: 2, steps: [], interrupted: false },
    ...more,
  };
}

describe('an operation concerns', () => {
  const named = (...users: { id: string | null; userPrincipalName: string | null }[]) => ({ ...theft, users });

  it.each<[string, About, boolean]>([
    ['the alert of its user', adele, true],
    ['not that of another', { ...adele, id: 'lee' }, false],
    ['a security alert that names its user', named({ id: 'ADELE', userPrincipalName: null }), true],
    [
      'also one that names it twice',
      named({ id: 'adele', userPrincipalName: null }, { id: null, userPrincipalName: 'adele@contoso.com' }),
      true,
    ],
    [
      'not one that names others as well',
      named({ id: 'lee', userPrincipalName: null }, { id: null, userPrincipalName: 'adele@contoso.com' }),
      false,
    ],
    ['not one that names others', named({ id: 'lee', userPrincipalName: 'lee@contoso.com' }), false],
    ['not one that names nobody', named(), false],
    ['no setting', { kind: 'policy', id: 'adele', title: 'A setting' }, false],
  ])('%s', (_name, about, expected) => {
    expect(concerns(operation(), alertOn(about))).toBe(expected);
  });

  it('nothing that is closed, nothing of another connection, and no user where a setting is its target', () => {
    expect(concerns(operation(), alertOn(adele, { closed: { at: 2, how: 'dismissed' } }))).toBe(false);
    expect(concerns(operation({ connection: { ...connection, id: 'conn_2' } }), alertOn(adele))).toBe(false);
    const target = { kind: 'policy', id: 'adele', label: 'A setting' } as const;
    expect(concerns(operation({ verb: 'harden', target }), alertOn(adele))).toBe(false);
  });
});

describe('what an alert says of an operation', () => {
  const ended = (...steps: ('ok' | 'failed' | 'unknown')[]) =>
    ({ state: 'ended', steps: steps.map((status) => ({ name: 'disable', status })) }) as const;

  it.each<[Partial<Operation>, string | undefined]>([
    [{ state: 'proposed' }, undefined],
    [{ state: 'cancelled' }, undefined],
    [{ state: 'expired' }, undefined],
    [{ state: 'awaitingApproval' }, 'awaitingApproval'],
    [{ state: 'running' }, 'running'],
    [ended('ok', 'ok'), 'done'],
    [ended('ok', 'failed'), 'partial'],
    [ended('failed', 'failed'), 'failed'],
    [ended('ok', 'unknown'), 'unknown'],
  ])('that is %o: %s', (facts, status) => {
    expect(afterOperation(alertOn(adele), operation(facts), 5)?.alert.handled?.status).toBe(status);
  });

  it('is told once, and also that a request which it showed came to nothing', () => {
    const waiting = afterOperation(alertOn(adele), operation({ state: 'awaitingApproval' }), 5)?.alert as Alert;
    expect(afterOperation(waiting, operation({ state: 'awaitingApproval' }), 6)).toBeUndefined();
    expect(afterOperation(waiting, operation({ state: 'denied' }), 6)?.note).toMatchObject({ status: 'failed' });
    expect(afterOperation(waiting, operation({ id: 'op_2', state: 'denied' }), 6)).toBeUndefined();
  });

  it('is by whoever approved it, where somebody had to', () => {
    expect(afterOperation(alertOn(adele), operation(), 5)?.note).toMatchObject({ by: 'megan' });
    const approved = operation({ approvedBy: person('joni') });
    expect(afterOperation(alertOn(adele), approved, 5)?.note).toMatchObject({ by: 'joni' });
  });
});

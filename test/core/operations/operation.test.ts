import { describe, expect, it } from 'vitest';
import { type StepStatus, statusOf } from '../../../src/core/operations/operation.ts';
import { lockKey, postureSubject, subjectOf } from '../../../src/core/operations/subjects.ts';

describe('statusOf', () => {
  it.each<[string, StepStatus[]]>([
    ['done', ['ok', 'ok']],
    ['done', ['skipped', 'ok']],
    ['partial', ['ok', 'failed']],
    ['failed', ['failed', 'skipped']],
    ['unknown', ['ok', 'unknown']],
    ['unknown', ['failed', 'unknown']],
  ])('is %s for %j', (status, statuses) => {
    const steps = statuses.map((one) => ({ name: 'step', status: one }));
    expect(statusOf({ state: 'ended', steps })).toBe(status);
  });

  it('is running until the outcome is recorded', () => {
    for (const state of ['proposed', 'awaitingApproval', 'running'] as const) {
      expect(statusOf({ state, steps: [] })).toBe('running');
    }
  });

  it('is failed when nothing will come of it any more', () => {
    for (const state of ['cancelled', 'denied', 'expired'] as const) {
      expect(statusOf({ state, steps: [] })).toBe('failed');
    }
  });
});

describe('a target', () => {
  const target = { kind: 'policy', id: 'guest_invites', label: 'Guests' } as const;
  const one = { connection: { id: 'conn_one', tenantId: 'tenant', name: 'One' }, target };
  const two = { connection: { id: 'conn_two', tenantId: 'tenant', name: 'Two' }, target };

  it('is locked once, however its tenant is connected', () => {
    expect(lockKey(one)).toBe('tenant/policy/guest_invites');
    expect(lockKey(two)).toBe(lockKey(one));
  });

  it('is shown per connection', () => {
    expect(subjectOf(one)).toBe('conn_one/policy/guest_invites');
    expect(postureSubject('conn_one')).toBe('conn_one/posture');
    expect(subjectOf(two)).not.toBe(subjectOf(one));
  });
});

import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/cards/card.ts';
import { riskyCard } from '../../src/cards/risky.ts';
import { userCard } from '../../src/cards/user.ts';
import { userOperationCard } from '../../src/cards/user-operation.ts';
import type { UserOperation } from '../../src/core/operations/operation.ts';
import { ofType, textOf } from './structure.ts';
import { contained } from './threat-samples.ts';
import { detection, listed, riskyUser, threats, user, userOperation, userThreats } from './threat-world.ts';
import { now } from './world.ts';

const ok = { status: 'ok' } as const;
const refused = { status: 'failed', reason: 'permissionMissing' } as const;
const protectedFromApps = { status: 'failed', reason: 'privilegedTarget' } as const;
const unanswered = { status: 'unknown' } as const;

describe('the buttons of a containment', () => {
  test.each([
    ['both done', ok, ok, ['release.preview', 'user.show']],
    ['sessions not revoked', ok, refused, ['contain.retry', 'release.preview', 'connect.start', 'user.show']],
    ['nothing that Microsoft may yet accept', protectedFromApps, ok, ['user.show']],
    ['not disabled', refused, ok, ['contain.retry', 'connect.start', 'user.show']],
    ['no answer at all', unanswered, unanswered, ['contain.retry', 'user.show']],
  ])('fit what came of it: %s', (_name, disable, revoke, verbs) => {
    const card = userOperationCard({ operation: contained(disable, revoke), mayContain: true, now });
    expect(verbsOf(card)).toEqual(verbs);
  });

  test('change nothing for somebody who may only read', () => {
    const card = userOperationCard({ operation: contained(ok, refused), mayContain: false, now });
    expect(verbsOf(card)).toEqual(['connect.start', 'user.show']);
  });

  test('offer no release of an account that was off before', () => {
    const card = userOperationCard({ operation: contained(ok, ok, { wasEnabled: false }), mayContain: true, now });
    expect(verbsOf(card)).toEqual(['user.show']);
  });

  test('ask a second person only while the request stands, and only where it does', () => {
    const approval = { conversation: '19:soc', why: 'This user holds a directory role.' };
    const via = { channel: 'chat', conversation: 'a:personal' } as const;
    const asked = userOperation('contain', { state: 'awaitingApproval', approval, via });
    const verbs = (operation: UserOperation, conversation: string) =>
      verbsOf(userOperationCard({ operation, mayContain: true, conversation, now }));
    expect(verbs(asked, '19:soc')).toEqual(['approval.approve', 'approval.deny', 'user.show']);
    expect(verbs(asked, 'a:personal')).toEqual(['op.cancel', 'user.show']);
    expect(verbs({ ...asked, expiresAt: now - 1 }, '19:soc')).toEqual(['user.show']);
  });
});

describe('what Bulwark did to an account last', () => {
  const released = (steps: UserOperation['steps'], enabled: boolean) =>
    userOperation('release', {
      state: 'ended',
      endedAt: now - 1_000,
      steps,
      result: { kind: 'release', enabled, needsReconsent: false, verified: enabled },
    });
  const said = 'by Isaiah Langer, 22 Nov 2026 08:14 UTC';
  const unreleased = released([{ name: 'enable', status: 'unknown' }], false);
  const acts: [string, UserOperation][] = [
    [`Contained ${said}`, contained(ok, ok)],
    [`Contained ${said}`, contained(ok, refused)],
    [`Contained ${said}`, contained(ok, unanswered)],
    [`Signed out, but not disabled, ${said}`, contained(refused, ok)],
    [`Containment ${said}: outcome not known`, contained(unanswered, ok)],
    [`Released ${said}`, released([{ name: 'enable', status: 'ok' }], true)],
    [`Release ${said}: outcome not known`, unreleased],
  ];

  test.each(acts)('stands in the list and on the card of the user: %s', (words, act) => {
    const list = riskyCard({
      threats: threats(),
      view: { level: 'all', page: 1 },
      acts: new Map([[act.target.id, act]]),
    });
    expect(textOf(list)).toContain(words);
    expect(textOf(userCard({ threats: userThreats({ lastAct: act }), mayContain: true, now }))).toContain(words);
  });

  test('is nothing for most', () => {
    const list = riskyCard({ threats: threats(), view: { level: 'all', page: 1 }, acts: new Map() });
    expect(textOf(list)).not.toMatch(/contained|released/i);
  });

  test('is told apart from what the account is now', () => {
    const words = (lastAct: UserOperation) =>
      textOf(userCard({ threats: userThreats({ lastAct }), mayContain: true, now }));
    expect(words(contained(ok, ok))).toContain('it is on again, and not by Bulwark');
    expect(words(contained(refused, ok))).not.toContain('it is on again');
  });
});

describe('the buttons of a user', () => {
  test('offer Contain for an enabled account', () => {
    expect(verbsOf(userCard({ threats: userThreats(), mayContain: true, now }))).toContain('contain.preview');
  });

  test.each([
    ['a protected account', userThreats({ isProtected: true })],
    ['a disabled account', userThreats({ user: user({ accountEnabled: false }) })],
  ])('offer no Contain for %s', (_name, threats) => {
    expect(verbsOf(userCard({ threats, mayContain: true, now }))).not.toContain('contain.preview');
  });

  test('offer no change to somebody who may only read', () => {
    expect(verbsOf(userCard({ threats: userThreats(), mayContain: false, now }))).toEqual(['risky.list']);
  });

  test.each([
    ['atRisk', ['risk.confirm.preview', 'risk.dismiss.preview']],
    ['confirmedCompromised', ['risk.dismiss.preview']],
    ['dismissed', ['risk.confirm.preview']],
  ])('rate a risk as what it is not yet: %s', (riskState, verbs) => {
    const threats = userThreats({ risk: { status: 'ok', value: riskyUser({ riskState }) } });
    const offered = verbsOf(userCard({ threats, mayContain: true, now }));
    expect(offered.filter((verb) => String(verb).startsWith('risk.'))).toEqual(verbs);
  });

  test('rate a risk only when Bulwark was granted the right', () => {
    const without = userThreats({ mayRateRisk: false });
    expect(verbsOf(userCard({ threats: without, mayContain: true, now }))).not.toContain('risk.dismiss.preview');
    expect(verbsOf(userCard({ threats: userThreats(), mayContain: true, now }))).toContain('risk.dismiss.preview');
  });
});

test.each([
  ['anonymizedIPAddress', 'Anonymous IP address'],
  ['unfamiliarFeatures', 'Unfamiliar sign-in properties'],
  ['newCountry', 'New country'],
])('a detection has the name that Entra gives it: %s', (riskEventType, words) => {
  const card = userCard({
    threats: userThreats({ detections: listed(detection({ riskEventType })) }),
    mayContain: true,
    now,
  });
  expect(textOf(card)).toContain(words);
});

function verbsOf(card: Card): unknown[] {
  return ofType(card, 'Action.Execute').map(({ verb }) => verb);
}

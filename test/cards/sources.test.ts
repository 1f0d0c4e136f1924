import { describe, expect, test } from 'vitest';
import { sourceStatesLine, unreadSources, whyUnread } from '../../src/cards/sources.ts';
import { statusCard } from '../../src/cards/status.ts';
import type { Status } from '../../src/core/status.ts';
import { textOf } from './structure.ts';
import { contoso, now } from './world.ts';

const read = { riskyUsers: 'ok', riskDetections: 'ok', securityAlerts: 'ok' } as const;
const rest = 'detections OK · security alerts OK.';

describe('the line of sources', () => {
  test.each([
    [{}, `Sources: risky users OK · ${rest}`],
    [{ riskyUsers: 'needsConsent' }, `Sources: risky users need consent · ${rest}`],
    [{ riskyUsers: 'notLicensed' }, `Sources: risky users not licensed (Entra ID P2) · ${rest}`],
    [{ riskyUsers: 'error' }, `Sources: risky users could not be read, try again · ${rest}`],
    [{ riskyUsers: undefined }, `Sources: risky users not read yet · ${rest}`],
    [{ riskDetections: 'needsConsent' }, 'Sources: risky users OK · detections need consent · security alerts OK.'],
    [
      { securityAlerts: 'notLicensed' },
      'Sources: risky users OK · detections OK · security alerts not licensed (Defender).',
    ],
  ] as const)('says of %j', (states, line) => {
    expect(sourceStatesLine({ ...read, ...states })).toBe(line);
  });
});

describe('what may be hidden', () => {
  test.each([
    [{}, ''],
    [{ riskyUsers: 'needsConsent' }, 'reading risky users needs consent'],
    [{ riskDetections: 'notLicensed' }, 'reading detections is not licensed (Entra ID P1 or P2)'],
    [
      { securityAlerts: 'error', riskyUsers: undefined },
      'reading risky users has not happened yet; reading security alerts failed',
    ],
  ] as const)('is told of %j', (states, words) => {
    expect(unreadSources({ ...read, ...states })).toBe(words);
  });

  test.each([
    ['needsConsent', 'reading risky users needs consent.'],
    ['notLicensed', 'reading risky users is not licensed (Entra ID P2).'],
    ['error', 'reading risky users failed. Try again.'],
  ] as const)('is told by itself: %s', (state, sentence) => {
    expect(whyUnread('risky users', state, 'Entra ID P2')).toBe(sentence);
  });
});

test('one missing permission and one unread setting are counted as one', () => {
  const state = { connection: contoso, asked: true, missing: ['A'], score: { secure: 1, judged: 2, unread: 1 } };
  const status = { parts: [], connections: [state], version: '1.2.3' } as unknown as Status;
  const card = textOf(statusCard({ status, mayConnect: true, now }));
  expect(card).toContain('1 setting could not be read just now. Not granted: 1 permission.');
});

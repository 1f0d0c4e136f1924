import { describe, expect, it } from 'vitest';
import type { PolicyException } from '../../src/core/exceptions/policy-exception.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry, Severity } from '../../src/core/policies/entry.ts';
import type { PostureRow } from '../../src/core/posture.ts';
import { byArea, filterRows, worstFirst } from '../../src/core/posture-order.ts';
import { graphDown } from './fakes/refusals.ts';

const [anyPolicy] = allowList as [PolicyEntry, ...PolicyEntry[]];
const inForce = { inForce: true } as PolicyException;

type State = 'open' | 'secure' | 'superseded' | 'unread' | 'accepted';

function row(severity: Severity, state: State, area: PolicyEntry['area'] = 'Identity'): PostureRow {
  const policy = { ...anyPolicy, severity, area };
  if (state === 'unread') return { policy, status: graphDown.status, refusal: graphDown };
  const judged = { policy, status: 'ok', current: null, compliant: state === 'secure' } as const;
  return { ...judged, superseded: state === 'superseded', ...(state === 'accepted' ? { exception: inForce } : {}) };
}

function describeRow(one: PostureRow): string {
  const { severity } = one.policy;
  if (one.status !== 'ok') return `${severity} unread`;
  if (one.exception) return `${severity} accepted`;
  return `${severity} ${one.compliant ? 'secure' : one.superseded ? 'superseded' : 'open'}`;
}

describe('worstFirst', () => {
  it('puts open settings first, then unread, accepted and the rest, each by severity', () => {
    const rows = [row('low', 'secure'), row('critical', 'superseded'), row('medium', 'unread'), row('high', 'unread')];
    const open = [row('low', 'open'), row('critical', 'open'), row('high', 'open'), row('medium', 'open')];
    const mixed = [...rows, row('critical', 'accepted'), ...open];
    expect(worstFirst(mixed).map(describeRow)).toEqual([
      'critical open',
      'high open',
      'medium open',
      'low open',
      'high unread',
      'medium unread',
      'critical accepted',
      'critical superseded',
      'low secure',
    ]);
  });

  it('keeps equals in order and leaves the list it was given alone', () => {
    const rows = [row('low', 'secure'), row('high', 'open'), row('high', 'open')];
    expect(worstFirst(rows)).toEqual([rows[1], rows[2], rows[0]]);
    expect(rows.map(describeRow)[0]).toBe('low secure');
  });
});

describe('byArea', () => {
  it('keeps what stands alike in an area together, the worst group first, all that is urgent before the rest', () => {
    const rows = [
      row('critical', 'secure', 'Users'),
      row('low', 'open', 'Users'),
      row('medium', 'open', 'Apps'),
      row('high', 'open', 'Apps'),
      row('high', 'open', 'Users'),
      row('critical', 'unread', 'Guests'),
    ];
    const seen = byArea(rows).map(({ area, standing, rows: own }) => [area, standing, ...own.map(describeRow)]);
    expect(seen).toEqual([
      ['Apps', 'open', 'high open'],
      ['Users', 'open', 'high open'],
      ['Apps', 'open', 'medium open'],
      ['Users', 'open', 'low open'],
      ['Guests', 'unread', 'critical unread'],
      ['Users', 'secure', 'critical secure'],
    ]);
  });
});

describe('filterRows', () => {
  const rows = (['open', 'secure', 'superseded', 'unread', 'accepted'] as const).map((state) => row('high', state));

  it.each([
    ['open', ['high open']],
    ['accepted', ['high accepted']],
    ['unread', ['high unread']],
    ['all', rows.map(describeRow)],
  ] as const)('%s', (filter, shown) => {
    expect(filterRows(rows, filter).map(describeRow)).toEqual(shown);
  });
});

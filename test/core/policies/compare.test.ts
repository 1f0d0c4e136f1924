import { describe, expect, it } from 'vitest';
import { inWords, passes, sameValue } from '../../../src/core/policies/compare.ts';
import { consentGrants, plain } from '../../../src/core/policies/plain-forms.ts';

describe('a plain property', () => {
  it('keeps an unset null apart from an absent property', () => {
    expect([plain.read(null), plain.read(undefined)]).toEqual([null, undefined]);
  });

  it('is neither an object, nor a list, nor a number without a value', () => {
    expect([plain.read({}), plain.read(['a']), plain.read(Number.NaN), plain.read(7)]).toEqual([
      undefined,
      undefined,
      undefined,
      7,
    ]);
  });
});

describe('a set', () => {
  it('has its members sorted, also when they come in one text', () => {
    const [one, other] = ['ManagePermissionGrantsForSelf.b', 'managePermissionGrantsForSelf.a'];
    expect(consentGrants.read([other, one])).toEqual([one, other]);
    expect(consentGrants.read(`${other}, ${one}`)).toEqual([one, other]);
    expect([consentGrants.read([1]), consentGrants.read(null)]).toEqual([undefined, undefined]);
  });
});

describe('passes', () => {
  it('takes what is at least as strict', () => {
    const entry = { secure: 'few', accepted: ['none', null] };
    expect(['FEW', 'none', null, 'all', false].map((value) => passes(entry, value))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('sameValue', () => {
  it('ignores letter case, also in sets, but never the type', () => {
    expect([
      sameValue('A', 'a'),
      sameValue(['b', 'A'], ['a', 'B']),
      sameValue('true', true),
      sameValue(null, false),
    ]).toEqual([true, true, false, false]);
  });
});

describe('inWords', () => {
  it('shows a value that is not listed as it is', () => {
    const entry = { words: [[true, 'On']] as const };
    expect([true, null, 'x', ['a', 'b']].map((value) => inWords(entry, value))).toEqual(['On', 'Not set', 'x', 'a, b']);
  });
});

import { describe, expect, it } from 'vitest';
import { inWords, isSecure, sameValue, valueIn } from '../../../src/core/policies/compare.ts';

describe('valueIn', () => {
  const at = (field: string, document: Record<string, unknown>) => valueIn({ field }, document);

  it('keeps an unset null apart from an absent property', () => {
    expect([at('a', { a: null }), at('a', {}), at('a.b', { a: null })]).toEqual([null, undefined, undefined]);
  });

  it('sorts the members of a set', () => {
    expect(at('a', { a: ['c', 'a', 'b'] })).toEqual(['a', 'b', 'c']);
  });

  it('takes neither an object nor a number without a value for a setting', () => {
    expect([at('a', { a: {} }), at('a', { a: Number.NaN }), at('a', { a: 7 })]).toEqual([undefined, undefined, 7]);
  });
});

describe('isSecure', () => {
  it('takes what is at least as strict', () => {
    const entry = { secure: 'few', accepted: ['none', null] };
    expect(['FEW', 'none', null, 'all', false].map((value) => isSecure(entry, value))).toEqual([
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
    expect([sameValue('A', 'a'), sameValue(['A'], ['a']), sameValue('true', true), sameValue(null, false)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('inWords', () => {
  it('shows a value that is not listed as it is', () => {
    const entry = { words: [[true, 'On']] as const };
    expect([true, null, 'x', ['a', 'b']].map((value) => inWords(entry, value))).toEqual(['On', 'Not set', 'x', 'a, b']);
  });
});

import { expect, it } from 'vitest';
import { agrees } from '../../../src/core/policies/wanted.ts';

it.each([
  ['a name that every object inherits', {}, { toString: 'word' }, false],
  ['such a name in the document', { toString: 'word' }, { toString: 'WORD' }, true],
  ['a property that Graph left out', {}, { note: null }, true],
  ['members in another order and letter case', ['b', 'A'], ['a', 'B'], true],
  ['a member less', ['a'], ['a', 'b'], false],
])('compares what was found with what was wanted: %s', (_, found, expected, same) => {
  expect(agrees(found, expected)).toBe(same);
});

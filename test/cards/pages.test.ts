import { expect, test } from 'vitest';
import { pageOf } from '../../src/cards/pages.ts';

const seven = [1, 2, 3, 4, 5, 6, 7];

test('a page says which items it holds', () => {
  expect(pageOf(seven, 1, 5)).toEqual({ items: [1, 2, 3, 4, 5], number: 1, pages: 2, first: 1, last: 5, total: 7 });
  expect(pageOf(seven, 2, 5)).toEqual({ items: [6, 7], number: 2, pages: 2, first: 6, last: 7, total: 7 });
});

test.each([
  [0, 1],
  [-3, 1],
  [Number.NaN, 1],
  [1.9, 1],
  [3, 2],
  [Number.POSITIVE_INFINITY, 2],
])('page %d of two is page %d', (wanted, number) => {
  expect(pageOf(seven, wanted, 5).number).toBe(number);
});

test('nothing has one empty page', () => {
  expect(pageOf([], 1, 5)).toMatchObject({ items: [], number: 1, pages: 1, last: 0, total: 0 });
});

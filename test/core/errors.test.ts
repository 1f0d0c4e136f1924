import { expect, it } from 'vitest';
import { isRefusal, refusal, refuse } from '../../src/core/errors.ts';

it('is told from a fault', () => {
  expect(isRefusal(refusal('throttled', 'Wait.'))).toBe(true);
  expect(isRefusal(new Error('A fault.'))).toBe(false);
  expect(isRefusal({ refusal: 'throttled', message: 'Not an error.' })).toBe(false);
});

it('carries its code, its sentence and its facts', () => {
  expect(() => refuse('throttled', 'Try again in 7 seconds.', { retryAfterS: 7 })).toThrow(
    expect.objectContaining({ refusal: 'throttled', message: 'Try again in 7 seconds.', retryAfterS: 7 }),
  );
});

import { expect, test } from 'vitest';
import { fault, toFault } from '../../src/http/faults.ts';

test('leaves a fault as it was thrown', () => {
  const thrown = fault('too_large', 'Send less.', { headers: { a: 'b' } });
  expect(toFault(thrown)).toBe(thrown);
  expect(thrown).toMatchObject({ status: 413, headers: { a: 'b' } });
});

test.each([new Error('SELECT secret'), 'secret', undefined, { kind: 'too_large', status: 413, headers: {} }])(
  'turns anything else into a text that gives nothing away (%#)',
  (thrown) => {
    const problem = toFault(thrown);
    expect(problem).toMatchObject({ kind: 'internal', status: 500, cause: thrown });
    expect(problem.message).not.toContain('secret');
  },
);

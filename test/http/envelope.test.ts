import { expect, test } from 'vitest';
import { renderEnvelope } from '../../src/http/envelope.ts';
import { fault } from '../../src/http/faults.ts';

test.each([
  ['not_found', 404, 'not_found'],
  ['invalid_body', 400, 'invalid_request'],
  ['timed_out', 408, 'invalid_request'],
  ['headers_too_large', 431, 'too_large'],
] as const)('renders %s as %i %s', (kind, status, code) => {
  const error = { code, message: 'Why.', requestId: 'id' };
  expect(renderEnvelope(fault(kind, 'Why.'), { requestId: 'id' })).toEqual({ status, body: { success: false, error } });
});

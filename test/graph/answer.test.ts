import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, errorIn, headerFacts } from '../../src/graph/answer.ts';

const json = { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8' };
const guid = '5b2f7a1c-9d3e-4c8b-a6f0-1e2d3c4b5a69';

describe('an answer', () => {
  it('is read to its end', async () => {
    const response = new Response('{"a":1}', { status: 200, headers: { ...json, 'request-id': guid.toUpperCase() } });
    expect(await answerOf(response)).toMatchObject({ status: 200, body: { a: 1 }, requestId: guid });
  });

  it('keeps its status when a refusal is a web page', async () => {
    const response = new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } });
    expect(await answerOf(response)).toMatchObject({ status: 403, body: undefined });
  });

  it('never ends in anything but an answer or a fault', async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 401, 403, 500), async (text, status) => {
        const response = new Response(text, { status, headers: json });
        const answer = await answerOf(response).catch((thrown) => thrown.customError);
        expect(answer.fault ?? answer.status).toBe(answer.fault ? 'badResponse' : status);
        if (!answer.fault)
          expect(errorIn(answer)).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a header', () => {
  const facts = (value: unknown) => headerFacts(() => value);

  it.each([
    ['2.128', 2.128],
    ['0', 0],
    ['99999999', 3600],
    ['-1', undefined],
    ['1e9', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    [null, undefined],
  ])('retry-after %s means %s seconds', (value, seconds) => {
    expect(facts(value).retryAfterS).toBe(seconds);
  });

  it('request-id counts only as a GUID', () => {
    expect(facts('<script>').requestId).toBeUndefined();
    expect(facts(guid).requestId).toBe(guid);
  });
});

it('finds the request id inside the error when the header is missing', () => {
  const body = { error: { code: 'Forbidden', message: 'no', innerError: { 'request-id': guid } } };
  expect(errorIn({ status: 403, body })).toEqual({ code: 'Forbidden', message: 'no', requestId: guid });
});

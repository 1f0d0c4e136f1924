import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAnswer, filled, type Variables, type Vector, valueAt } from './expectations.ts';
import { type Face, openFace } from './face.ts';

const lines = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const vectors: readonly Vector[] = lines.map((line) => JSON.parse(line));
const groups = [...new Set(vectors.map(({ group }) => group))];

let face: Face;
const variables: Variables = {};

beforeAll(async () => {
  face = await openFace();
  variables['token'] = face.world.product.key;
  variables['readOnlyToken'] = face.keys.readOnly;
});

afterAll(() => face.world.close());

describe.each(groups)('%s', (group) => {
  beforeAll(async () => {
    await face.world.reset();
  });

  it.each(vectors.filter((vector) => vector.group === group))('$id $desc', async (vector) => {
    const { method, path, headers, body, rawBody } = filled(vector, variables);
    const sent = rawBody ?? body;
    const request = { headers: lowerCase(headers), token: '', ...(sent === undefined ? {} : { body: sent }) };
    const reply = await face.ask(method, path, request);
    expectAnswer(vector, reply, variables);
    for (const [name, at] of Object.entries(vector.capture ?? {})) variables[name] = valueAt(reply.body, at);
  });
});

it('leaves nothing in the log', () => {
  expect(face.world.product.errors).toEqual([]);
});

function lowerCase(headers: Vector['headers']) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

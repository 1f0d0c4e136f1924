import { expect, test } from 'vitest';
import { parseJsonObject } from '../../src/http/json.ts';

test('takes an object', () => {
  expect(parseJsonObject('{"a":[1,{"b":null}]}', 8)).toEqual({ a: [1, { b: null }] });
});

test('takes as many levels as allowed', () => {
  expect(() => parseJsonObject('{"a":[{}]}', 3)).not.toThrow();
  expect(() => parseJsonObject('{"a":[{}]}', 2)).toThrow(/nested too deeply/);
});

test.each(['[]', '1', 'null', '"text"'])('refuses %s at the root', (text) => {
  expect(() => parseJsonObject(text, 8)).toThrow(/not a JSON object/);
});

test.each(['{', '{"a":1}x', "{'a':1}", 'undefined'])('refuses the malformed %s', (text) => {
  expect(() => parseJsonObject(text, 8)).toThrow(expect.objectContaining({ kind: 'invalid_body', status: 400 }));
});

test('refuses 100,000 levels without running out of stack', () => {
  const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(() => parseJsonObject(text, 8)).toThrow(/nested too deeply/);
});

test.each(['{"__proto__":{"admin":true}}', '{"a":[{"__pro\\u0074o__":1}]}'])('refuses the key in %s', (text) => {
  expect(() => parseJsonObject(text, 8)).toThrow(/__proto__/);
});

test('takes __proto__ as a value', () => {
  expect(() => parseJsonObject('{"text":"__proto__"}', 8)).not.toThrow();
});

test('does not repeat what was sent', () => {
  expect(() => parseJsonObject('{"password":hunter2', 8)).toThrow(/^(?!.*hunter2)/);
});

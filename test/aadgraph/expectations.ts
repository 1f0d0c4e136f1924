import { expect } from 'vitest';
import type { Json, Reply } from '../e2e/call.ts';

/** One example of the shared file. */
export type Vector = {
  id: string;
  group: string;
  desc: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Json;
  rawBody?: string;
  expect: {
    status: number;
    body?: Json;
    headers?: Record<string, Json>;
    absent?: readonly string[];
    emptyBody?: boolean;
  };
  capture?: Record<string, string>;
};

export type Variables = Record<string, string>;

/** `{{name}}` anywhere in a text stands for a variable. */
export function filled<T>(value: T, variables: Variables): T {
  const text = JSON.stringify(value).replace(/\{\{(\w+)\}\}/g, (_, name) => variables[name] ?? '');
  return JSON.parse(text);
}

export function expectAnswer(vector: Vector, reply: Reply, variables: Variables): void {
  const { status, body, headers = {}, absent = [], emptyBody } = filled(vector.expect, variables);
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status });
  if (body !== undefined) expect(mismatches(body, reply.body, '')).toEqual([]);
  for (const [name, wanted] of Object.entries(headers)) {
    expect(mismatches(wanted, reply.headers.get(name), name)).toEqual([]);
  }
  for (const name of absent) expect(reply.body).not.toHaveProperty([name]);
  if (emptyBody) expect([reply.text, reply.headers.get('content-type')]).toEqual(['', null]);
}

/** `value[0].objectId` of an answer. */
export function valueAt(body: Json, path: string): string {
  return path.split(/[.[\]]+/).reduce((value, name) => (name === '' ? value : value?.[name]), body);
}

const matchers: Record<string, (wanted: Json, seen: Json) => boolean> = {
  $regex: (wanted, seen) => new RegExp(wanted).test(String(seen)),
  $len: (wanted, seen) => seen?.length === wanted,
  $in: (wanted, seen) => wanted.includes(seen),
  $contains: (wanted, seen) =>
    wanted.every((one: Json) => seen?.some((other: Json) => mismatches(one, other, '').length === 0)),
};

/** Objects may hold more than is wanted, arrays may not. */
function mismatches(wanted: Json, seen: Json, at: string): readonly string[] {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(seen) || seen.length !== wanted.length) return [`${at}: ${JSON.stringify(seen)}`];
    return wanted.flatMap((one, index) => mismatches(one, seen[index], `${at}[${index}]`));
  }
  if (typeof wanted !== 'object' || wanted === null) return wanted === seen ? [] : [`${at}: ${JSON.stringify(seen)}`];
  return Object.entries(wanted).flatMap(([name, value]) => {
    const matches = matchers[name];
    if (!matches) return mismatches(value, seen?.[name], `${at}.${name}`);
    return matches(value, seen) ? [] : [`${at} ${name}: ${JSON.stringify(seen)}`];
  });
}

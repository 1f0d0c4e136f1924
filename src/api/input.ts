import type { z } from 'zod/v4';
import { refuse } from '../core/errors.ts';

/** What the parts of an input are called: fields of a body, parameters of a query. */
export type Part = 'field' | 'query parameter';

/** The input as documented, or a refusal that names the part and says what to send. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, part: Part): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse('invalid_request', issue ? adviceOn(issue, part) : 'Send the request as documented.');
}

/** A query parameter that is given twice has no single meaning. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse('invalid_request', `Give the query parameter "${short(twice)}" once.`);
  return Object.fromEntries(query);
}

const kinds: Partial<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  record: 'a JSON object',
};

function adviceOn(issue: z.core.$ZodIssue, part: Part): string {
  const named = `the ${part} "${short(issue.path.join('.'))}"`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `The ${part} "${short(issue.keys[0] ?? '')}" is not part of this request. Remove it.`;
    case 'invalid_type':
      return `Send ${named} as ${kinds[issue.expected] ?? 'documented'}.`;
    case 'too_small':
      return `Send ${named} with at least ${issue.minimum} character.`;
    case 'too_big':
      return `Send ${named} with at most ${issue.maximum} characters.`;
    default:
      return `Send ${named} as documented.`;
  }
}

function short(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}

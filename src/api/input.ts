import type { z } from 'zod/v4';
import { refuse } from '../core/errors.ts';

/** The input as documented, or a refusal that names the field. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return refuse('invalid_request', issue ? describe(issue) : 'The request is not as documented.');
}

/** A query parameter that is given twice has no single meaning. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse('invalid_request', `Give the query parameter "${short(twice)}" once.`);
  return Object.fromEntries(query);
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `The field "${short(issue.keys[0] ?? '')}" is not part of this request. Remove it.`;
  }
  const field = issue.path.join('.');
  return field
    ? `The field "${short(field)}" is not as documented: ${issue.message}.`
    : 'Send a JSON object as documented.';
}

function short(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}

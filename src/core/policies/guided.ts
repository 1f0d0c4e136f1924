import { refuse } from '../errors.ts';
import type { PolicyEntry } from './entry.ts';
import type { GuidedField, GuidedInput } from './guided-fields.ts';

/** Answers as a form or a request gave them. */
export type RawInput = { readonly [name: string]: unknown };

/** The checked answers, with the people still as they were named; undefined for a setting that asks nothing. */
export function readInput(entry: PolicyEntry, raw: RawInput | undefined, today: string): GuidedInput | undefined {
  const { guided, key } = entry;
  if (!guided)
    return raw === undefined ? undefined : refuse('invalid_request', `Leave out the input: ${key} takes none.`);
  const names = guided.fields.length > 0 ? guided.fields.map(({ id }) => id) : ['acknowledge'];
  const unknown = Object.keys(raw ?? {}).find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) refuse('invalid_request', `Give only ${names.join(', ')} as the input of ${key}.`);
  if (guided.fields.length === 0) requireAcknowledged(entry, raw?.['acknowledge']);
  const answers = guided.fields.map((field) => [field.id, answerTo(field, raw?.[field.id])]);
  return { today, ...Object.fromEntries(answers) };
}

function requireAcknowledged({ key, guided }: PolicyEntry, acknowledge: unknown): void {
  if (acknowledge === true || acknowledge === 'true') return;
  refuse('invalid_request', `Agree to ${key} with acknowledge set to true. ${guided?.why ?? ''}`.trim());
}

function answerTo(field: GuidedField, raw: unknown): string | readonly string[] {
  return field.type === 'number' ? daysIn(field, raw) : listIn(field, raw);
}

function daysIn({ id, min, max }: GuidedField, raw: unknown): string {
  const text = typeof raw === 'number' ? String(raw) : typeof raw === 'string' ? raw.trim() : '';
  const days = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (days >= min && days <= max) return `P${days}D`;
  return refuse('invalid_request', `Give ${id} as a whole number from ${min} to ${max}.`);
}

function listIn(field: GuidedField, raw: unknown): readonly string[] {
  const { id, min, max } = field;
  const given = typeof raw === 'string' ? raw.split(field.type === 'people' ? /[\n\r,;]/ : /[\n\r]/) : raw;
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) {
    return refuse('invalid_request', `Give ${id} as a list of at least ${min}. ${field.hint}`);
  }
  const members = distinct(given.map((one) => one.trim()).filter((one) => one !== ''));
  if (members.length < min || members.length > max) {
    refuse('invalid_request', `Give ${min} to ${max} ${id}, not ${members.length}.`);
  }
  if (field.type === 'lines') requireWords(id, members);
  return members;
}

function distinct(members: readonly string[]): readonly string[] {
  return [...new Map(members.map((member) => [member.toLowerCase(), member])).values()];
}

/** What Entra takes as a banned word. They are kept in one text with tabs in between. */
function requireWords(id: string, words: readonly string[]): void {
  const wrong = words.findIndex((word) => [...word].length < 4 || [...word].length > 16 || /\p{C}/u.test(word));
  if (wrong < 0) return;
  refuse(
    'invalid_request',
    `Change number ${wrong + 1} of ${id}: give 4 to 16 characters without tabs or control characters.`,
  );
}

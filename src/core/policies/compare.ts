import type { Part, PolicyEntry, PolicyValue } from './entry.ts';
import { isWithin } from './size.ts';

/** A Graph document as it was read: nothing about its shape is taken for granted. */
export type GraphDocument = { readonly [property: string]: unknown };

/** True when the value of a part is the secure one or at least as strict. */
export function passes(part: Omit<Part, 'field'>, value: PolicyValue): boolean {
  if (part.anyMember) return Array.isArray(value) && value.length > 0;
  if (part.range && isWithin(part.range, value)) return true;
  return [part.secure, ...part.accepted].some((accepted) => sameValue(accepted, value));
}

/** Equal, ignoring letter case and the order of sets: Graph's enum members and ids come in more than one. */
export function sameValue(one: PolicyValue, other: PolicyValue): boolean {
  return normal(one) === normal(other);
}

/** What the value means to a person. */
export function inWords(entry: Pick<PolicyEntry, 'words'>, value: PolicyValue): string {
  const known = entry.words.find(([listed]) => sameValue(listed, value));
  if (known) return known[1];
  if (value === null) return 'Not set';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function normal(value: PolicyValue): string {
  const sorted = Array.isArray(value) ? value.map((member) => member.toLowerCase()).sort() : value;
  return JSON.stringify(sorted).toLowerCase();
}

export function isObject(value: unknown): value is GraphDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { PolicyEntry, PolicyValue } from './entry.ts';

/** A Graph document as it was read: nothing about its shape is taken for granted. */
export type GraphDocument = { readonly [property: string]: unknown };

/** The setting's value in a document; undefined when it is absent or of a type that no setting has. */
export function valueIn(entry: Pick<PolicyEntry, 'field'>, document: GraphDocument): PolicyValue | undefined {
  let found: unknown = document;
  for (const name of entry.field.split('.')) {
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return asPolicyValue(found);
}

/** True when the value is the secure one or at least as strict. */
export function isSecure(entry: Pick<PolicyEntry, 'secure' | 'accepted'>, value: PolicyValue): boolean {
  return [entry.secure, ...entry.accepted].some((accepted) => sameValue(accepted, value));
}

/** Equal, ignoring letter case: Graph's enum members and ids come in more than one. */
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
  return JSON.stringify(value).toLowerCase();
}

function asPolicyValue(found: unknown): PolicyValue | undefined {
  if (Array.isArray(found))
    return found.map((member) => (typeof member === 'string' ? member : JSON.stringify(member))).sort();
  return found === null || typeof found === 'boolean' || typeof found === 'string' || Number.isFinite(found)
    ? (found as PolicyValue)
    : undefined;
}

export function isObject(value: unknown): value is GraphDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

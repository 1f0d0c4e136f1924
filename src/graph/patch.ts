import { type GraphDocument, valueIn } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import type { PolicyChange } from '../core/policies/policy-port.ts';

/** The request body of a change, as JSON: the entry's one field and nothing else. */
export function patchOf(entry: PolicyEntry, change: PolicyChange): string {
  const value = change.kind === 'secure' ? entry.secure : valueIn(entry, change.captured);
  return JSON.stringify(nested(entry.field, value));
}

function nested(field: string, value: unknown): GraphDocument {
  return field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as GraphDocument;
}

import { valueIn } from '../core/policies/compare.ts';
import type { PolicyEntry, PolicyValue } from '../core/policies/entry.ts';
import type { PolicyChange } from '../core/policies/policy-port.ts';

/** The request body that sets the entry's one field and nothing else, as JSON. */
export function patchOf(entry: PolicyEntry, value: PolicyValue): string {
  return JSON.stringify(entry.field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value));
}

/** What the change sets the field to. Throws when the captured document never had the field. */
export function wantedValue(entry: PolicyEntry, change: PolicyChange): PolicyValue {
  const value = change.kind === 'secure' ? entry.secure : valueIn(entry, change.captured);
  if (value === undefined) throw new Error(`The captured document has no ${entry.field} to put back.`);
  return value;
}

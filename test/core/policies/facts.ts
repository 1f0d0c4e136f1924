import type { GraphDocument } from '../../../src/core/policies/compare.ts';
import type { Level } from '../../../src/core/policies/entry.ts';
import listed from '../../fixtures/allowlist.json' with { type: 'json' };

type Value = boolean | string | number | null;

/**
 * What Microsoft Graph and the benchmarks say about a setting. `failing` and `passing` are its known values, loosest
 * first, where the setting is one property with a plain value.
 */
export type Fact = {
  key: string;
  tier: 'one_click' | 'guided';
  title: string;
  document: string;
  field: string;
  secure: Value | string[];
  body?: GraphDocument;
  references: string[];
  impact: Level;
  permissions: { read: string; write: string };
  failing?: Value[];
  passing?: Value[];
};

export const facts = listed as Fact[];

/** Whether the raw value at the field is one that passes; an absent one, or an object, is no value at all. */
export function passes(fact: Fact, document: unknown): boolean {
  const raw = fact.field
    .split('.')
    .reduce<unknown>((at, name) => (isPlainObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), document);
  return (fact.passing ?? []).some((value) => value === raw || sameLetters(value, raw));
}

function sameLetters(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

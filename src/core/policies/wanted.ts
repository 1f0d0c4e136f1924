import { canonicalJson } from '../canonical-json.ts';
import { type GraphDocument, isObject, passes, sameValue } from './compare.ts';
import type { Part, PolicyEntry, PolicyValue } from './entry.ts';
import { forms } from './forms.ts';
import { partsOf, partValue } from './judge.ts';
import { objectsIn, type PolicyObject, propertyAt } from './objects.ts';
import type { PolicyChange } from './policy-port.ts';

/** An object with the properties that an entry may write, by field. */
export type Owned = Pick<PolicyObject, 'id' | 'exists'> & { fields: GraphDocument };

/** What the entry may write, as it is in the document. */
export function ownedIn(entry: PolicyEntry, document: GraphDocument): readonly Owned[] {
  const fields = partsOf(entry).map(({ field }) => field);
  return (objectsIn(entry, document) ?? []).map(({ id, exists, properties }) => ({
    ...{ id, exists },
    fields: Object.fromEntries(fields.map((field) => [field, propertyAt(properties, field)])),
  }));
}

/**
 * What the change makes of it. `before` is the document as it was read under the lock. What is strict enough already
 * is left as it is, and so is everything that the entry does not own.
 */
export function wantedBy(entry: PolicyEntry, change: PolicyChange, before: GraphDocument): readonly Owned[] {
  if (change.kind === 'restore') return restored(entry, change.captured, before);
  return (objectsIn(entry, before) ?? []).map(({ id, properties }) => {
    const parts = partsOf(entry).map((part) => [part.field, hardened(part, properties, change)]);
    return { id, exists: true, fields: Object.fromEntries(parts) };
  });
}

function hardened(part: Part, properties: GraphDocument, change: Exclude<PolicyChange, { kind: 'restore' }>): unknown {
  const { field, form = 'plain' } = part;
  const property = propertyAt(properties, field);
  const value = partValue(part, properties);
  const stricter = value !== undefined && passes(part, value) && !sameValue(value, part.secure);
  if (stricter && !part.anyMember) return property;
  return forms[form].write(property, targetOf(part, change), change.kind === 'guided' ? change.input.today : '');
}

/** The value that a part is given: what was asked for, where the part takes it from the request. */
export function targetOf(part: Part, change: Exclude<PolicyChange, { kind: 'restore' }>): PolicyValue {
  if (change.kind === 'secure' || !part.asked) return part.secure;
  return change.input[part.asked] ?? part.secure;
}

function restored(entry: PolicyEntry, captured: GraphDocument, before: GraphDocument): readonly Owned[] {
  const present = objectsIn(entry, before) ?? [];
  return ownedIn(entry, captured).flatMap((earlier) => {
    const now = present.find(({ id }) => id === earlier.id);
    return now ? [{ ...earlier, exists: earlier.exists || isUsedOtherwise(entry, now) }] : [];
  });
}

/** What Bulwark created is deleted, unless somebody has put something else into it since. */
function isUsedOtherwise(entry: PolicyEntry, { properties }: PolicyObject): boolean {
  if (entry.strategy.kind !== 'groupSetting') return false;
  const { defaults } = entry.strategy.template;
  const ours = partsOf(entry).map(({ field }) => field);
  return Object.entries(properties).some(
    ([name, value]) => !ours.includes(name) && !agrees(value, own(defaults, name)),
  );
}

/** One write: an object, what it is to become, and the name of the step. */
export type PolicyWrite = { step: string; from: Owned; to: Owned };

/** What has to be written for the change; nothing for an object that is as it should be. */
export function writesFor(entry: PolicyEntry, change: PolicyChange, before: GraphDocument): readonly PolicyWrite[] {
  const present = ownedIn(entry, before);
  return wantedBy(entry, change, before).flatMap((to) => {
    const from = present.find(({ id }) => id === to.id);
    if (!from || (from.exists === to.exists && agrees(from.fields, to.fields))) return [];
    return [{ step: stepOf(to.id), from, to }];
  });
}

/** The name of the write to one object. */
function stepOf(id: string): string {
  return id === '' ? 'write' : `domain ${id}`;
}

/**
 * Whether an object is as it should be, as far as anybody can tell: Graph adds properties, leaves out empty ones and
 * writes names and ids in another letter case.
 */
export function agrees(found: unknown, expected: unknown): boolean {
  if (expected === null || expected === undefined) return found === null || found === undefined;
  if (Array.isArray(expected)) return Array.isArray(found) && sameMembers(found, expected);
  if (isObject(expected))
    return isObject(found) && Object.entries(expected).every(([name, value]) => agrees(own(found, name), value));
  return canonicalJson(found ?? null).toLowerCase() === canonicalJson(expected).toLowerCase();
}

/** A tenant may name a property `toString`. */
function own(object: GraphDocument, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function sameMembers(found: readonly unknown[], expected: readonly unknown[]): boolean {
  if (found.length !== expected.length) return false;
  return expected.every((member) => found.some((other) => agrees(other, member)));
}

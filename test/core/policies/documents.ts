import fc from 'fast-check';
import type { GraphDocument } from '../../../src/core/policies/compare.ts';
import type { PolicyEntry } from '../../../src/core/policies/entry.ts';
import { isOf, membersOf, objectsIn } from '../../../src/core/policies/objects.ts';
import type { PolicyChange } from '../../../src/core/policies/policy-port.ts';
import { type Owned, writesFor } from '../../../src/core/policies/wanted.ts';
import { type Fact, isPlainObject } from './facts.ts';
import { loosestDocuments } from './loosest.ts';

/** The document after a PATCH with this one field. */
export function patched(document: GraphDocument, field: string, value: unknown): GraphDocument {
  const [name = '', ...rest] = field.split('.');
  if (rest.length === 0) return { ...document, [name]: value };
  const inner = document[name];
  return { ...document, [name]: patched(isPlainObject(inner) ? inner : {}, rest.join('.'), value) };
}

/** The document with every setting it holds at its loosest value. */
export function loosest(path: string): GraphDocument {
  const document = loosestDocuments[path];
  if (!document) throw new Error(`Nobody said what is loose in ${path}.`);
  return document;
}

/** The document with the raw property of an entry set, in each object the entry is about. */
export function withProperty(entry: PolicyEntry, document: GraphDocument, value: unknown): GraphDocument {
  const objects = objectsIn(entry, document) ?? [];
  return objects.reduce(
    (at, { id }) => withFields(entry, at, { id, exists: true, fields: { [entry.field]: value } }),
    document,
  );
}

/** What hardening the entry writes, with the least that it asks for. */
export function securing({ guided }: PolicyEntry): Exclude<PolicyChange, { kind: 'restore' }> {
  const input = { today: '2026-11-22T00:00:00Z', words: ['contoso'], days: 'P180D', reviewers: [reviewer] };
  return guided ? { kind: 'guided', input } : { kind: 'secure' };
}

const reviewer = '9d2c3f1a-0b7e-4c55-8f21-6a4b7d9e0c13';

/** The document after the change was written to it. */
export function changed(entry: PolicyEntry, change: PolicyChange, document: GraphDocument): GraphDocument {
  return writesFor(entry, change, document).reduce((at, { to }) => withFields(entry, at, to), document);
}

/** What Graph makes of one write: an independent account of what each strategy does. */
export function withFields(entry: PolicyEntry, document: GraphDocument, { id, exists, fields }: Owned): GraphDocument {
  const { strategy } = entry;
  if (strategy.kind === 'patch' || strategy.kind === 'put') return withEach(document, fields);
  const list = strategy.kind === 'method' ? 'authenticationMethodConfigurations' : 'value';
  const isIt = (member: GraphDocument) => isObjectOf(entry, id, member);
  const members = membersOf(document, list) ?? [];
  const fresh = members.some(isIt) ? [] : newMembers(entry);
  const present = exists ? [...members, ...fresh] : members.filter((member) => !isIt(member));
  const write = strategy.kind === 'groupSetting' ? withValues : withEach;
  return { ...document, [list]: present.map((member) => (isIt(member) ? write(member, fields) : member)) };
}

function withEach(object: GraphDocument, fields: GraphDocument): GraphDocument {
  return Object.entries(fields).reduce((at, [field, value]) => patched(at, field, value), object);
}

function isObjectOf({ strategy }: PolicyEntry, id: string, member: GraphDocument): boolean {
  if (strategy.kind === 'groupSetting') return isOf(member, strategy.template);
  if (strategy.kind === 'timeoutPolicy') return member['isOrganizationDefault'] === true;
  const wanted = strategy.kind === 'method' ? strategy.id : id;
  return String(member['id']).toLowerCase() === wanted.toLowerCase();
}

function newMembers({ strategy }: PolicyEntry): GraphDocument[] {
  const id = 'c0ffee00-0000-4000-8000-000000000001';
  if (strategy.kind === 'timeoutPolicy')
    return [{ id, displayName: 'DefaultTimeoutPolicy', isOrganizationDefault: true }];
  if (strategy.kind !== 'groupSetting') return [];
  const { template } = strategy;
  return [withValues({ id, templateId: template.id, values: [] }, template.defaults)];
}

function withValues(member: GraphDocument, fields: GraphDocument): GraphDocument {
  const values = membersOf(member, 'values') ?? [];
  const kept = values.map((one) => {
    const name = String(one['name']);
    return Object.hasOwn(fields, name) ? { ...one, value: fields[name] } : one;
  });
  const added = Object.entries(fields).filter(([name]) => !values.some((one) => one['name'] === name));
  return { ...member, values: [...kept, ...added.map(([name, value]) => ({ name, value }))] };
}

/** Documents near the real one: some properties, parents included, replaced by known, near-miss or foreign values. */
export function documentsLike(fact: Fact): fc.Arbitrary<GraphDocument> {
  const places = [fact.field, fact.field.split('.')[0] ?? '', 'id', 'value', 'constructor'];
  const change = fc.record({ place: fc.constantFrom(...places), value: foreignValue(fact) });
  return fc
    .tuple(fc.constantFrom<GraphDocument>({}, loosest(fact.document)), fc.array(change, { maxLength: 4 }))
    .map(([start, changes]) => changes.reduce((at, { place, value }) => patched(at, place, value), start));
}

export function foreignValue({ failing = [], passing = [] }: Fact): fc.Arbitrary<unknown> {
  const known = [...failing, ...passing, 'enabled', 'True', 10];
  const shouted = known.map((value) => (typeof value === 'string' ? value.toUpperCase() : value));
  const scalar = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, 'true', 'false', 'null', 0, 1),
  );
  return fc.oneof(
    fc.constantFrom<unknown>(...known, ...shouted, ...known.map(String), ...known.map((value) => [value])),
    scalar,
    fc.array(scalar),
    fc.dictionary(fc.string(), scalar),
    fc.jsonValue(),
    fc.constantFrom<unknown>([{ toString: 1 }], Number.POSITIVE_INFINITY, Number.NaN),
  );
}

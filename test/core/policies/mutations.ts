import fc from 'fast-check';
import { expect } from 'vitest';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import type { GraphDocument } from '../../../src/core/policies/compare.ts';
import type { PolicyEntry } from '../../../src/core/policies/entry.ts';
import { judge } from '../../../src/core/policies/judge.ts';
import { writesFor } from '../../../src/core/policies/wanted.ts';
import { changed, loosest, securing } from './documents.ts';
import { predicates } from './predicates.ts';

/** Mutates documents and looks at what is made of them: it never throws, and never says secure of what is not. */
export function judgeMutatedDocuments(numRuns: number): void {
  fc.assert(
    fc.property(fc.constantFrom(...allowList), fc.infiniteStream(change), fc.nat(4), fc.boolean(), (...drawn) => {
      const [entry, changes, count, fromSecure] = drawn;
      const start = startOf(entry, fromSecure);
      const document = [...take(changes, count)].reduce((at, one) => mutated(at, one), start);
      expectTruth(entry, document);
    }),
    { numRuns },
  );
}

function startOf(entry: PolicyEntry, fromSecure: boolean): GraphDocument {
  const loose = loosest(entry.document);
  return fromSecure ? changed(entry, securing(entry), loose) : loose;
}

function expectTruth(entry: PolicyEntry, document: GraphDocument): void {
  const judged = judge(entry, document);
  const truth = predicates[entry.key];
  if (!truth) throw new Error(`Nobody said when ${entry.key} is secure.`);
  if (judged?.secure) expect({ key: entry.key, document, secure: truth(document) }).toMatchObject({ secure: true });
  expect(() => JSON.stringify(writesFor(entry, securing(entry), document))).not.toThrow();
}

type Change = { at: number; how: 'replace' | 'remove' | 'add' | 'shout' | 'repeat'; value: unknown };

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 'enabled', 'disabled', 'True', 'all_users', 'P2Y', '10', 0, -1, 1e9, ''),
  fc.string(),
  fc.integer(),
);

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(400),
  how: fc.constantFrom('replace', 'remove', 'add', 'shout', 'repeat'),
  value: fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('toString', 'id', 'state')), scalar, { maxKeys: 3 }),
  ),
});

function* take<T>(stream: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  for (const one of stream) {
    if (left-- <= 0) return;
    yield one;
  }
}

/** One place in the document, wherever it is, treated as the change says, and as JSON keeps it. */
function mutated(document: GraphDocument, { at, how, value }: Change): GraphDocument {
  const copy = structuredClone(document) as Place['holder'];
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place) mutations[how](place, value);
  return JSON.parse(JSON.stringify(copy));
}

const mutations: Record<Change['how'], (place: Place, value: unknown) => void> = {
  replace: ({ holder, name }, value) => Object.assign(holder, { [name]: value }),
  remove: ({ holder, name }) => Reflect.deleteProperty(holder, name),
  add: ({ holder }, value) => Object.assign(holder, { [Array.isArray(holder) ? holder.length : 'extraField']: value }),
  shout: ({ holder, name }) => {
    const text = holder[name];
    if (typeof text === 'string') Object.assign(holder, { [name]: text.toUpperCase() });
  },
  repeat: ({ holder, name }) => {
    if (Array.isArray(holder)) holder.unshift(holder[Number(name)]);
  },
};

type Place = { holder: Record<string | number, unknown>; name: string };

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Place['holder'];
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...placesIn(holder[name])]);
}

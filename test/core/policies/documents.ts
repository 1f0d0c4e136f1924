import fc from 'fast-check';
import type { GraphDocument } from '../../../src/core/policies/compare.ts';
import { type Fact, facts, isPlainObject } from './facts.ts';

/** A document in which just this dotted field is set. */
export function bodyOf(field: string, value: unknown): GraphDocument {
  return field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as GraphDocument;
}

/** The document after a PATCH with this one field. */
export function patched(document: GraphDocument, field: string, value: unknown): GraphDocument {
  const [name = '', ...rest] = field.split('.');
  if (rest.length === 0) return { ...document, [name]: value };
  const inner = document[name];
  return { ...document, [name]: patched(isPlainObject(inner) ? inner : {}, rest.join('.'), value) };
}

/** The document with every setting it holds at its loosest value. */
export function loosest(path: string): GraphDocument {
  return facts
    .filter((fact) => fact.document === path)
    .reduce<GraphDocument>((document, fact) => patched(document, fact.field, fact.failing[0]), { id: 'policy' });
}

/** Documents near the real one: some properties, parents included, replaced by known, near-miss or foreign values. */
export function documentsLike(fact: Fact): fc.Arbitrary<GraphDocument> {
  const places = [fact.field, fact.field.split('.')[0] ?? '', 'id', 'value', 'constructor'];
  const change = fc.record({ place: fc.constantFrom(...places), value: foreignValue(fact) });
  return fc
    .tuple(fc.constantFrom<GraphDocument>({}, loosest(fact.document)), fc.array(change, { maxLength: 4 }))
    .map(([start, changes]) => changes.reduce((at, { place, value }) => patched(at, place, value), start));
}

function foreignValue(fact: Fact): fc.Arbitrary<unknown> {
  const known = [...fact.failing, ...fact.passing];
  const shouted = known.map((value) => (typeof value === 'string' ? value.toUpperCase() : value));
  const scalar = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, 'true', 'false', 'null', 0, 1),
  );
  return fc.oneof(
    fc.constantFrom(...known, ...shouted, ...known.map(String), ...known.map((value) => [value])),
    scalar,
    fc.array(scalar),
    fc.dictionary(fc.string(), scalar),
    fc.jsonValue(),
    fc.constantFrom<unknown>([{ toString: 1 }], Number.POSITIVE_INFINITY, Number.NaN),
  );
}

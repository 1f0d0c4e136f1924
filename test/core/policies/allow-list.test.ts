import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowList, findPolicy } from '../../../src/core/policies/allow-list.ts';
import { type GraphDocument, inWords, isSecure, valueIn } from '../../../src/core/policies/compare.ts';
import type { PolicyEntry, Reference } from '../../../src/core/policies/entry.ts';
import { bodyOf, documentsLike, loosest, patched } from './documents.ts';
import { type Fact, facts, passes } from './facts.ts';

const rows = facts.map((fact) => [fact.key, entryFor(fact), fact] as const);
const severities = ['critical', 'high', 'medium', 'low'];
const runs = { numRuns: 1000 };

describe('the list', () => {
  it('holds exactly the settings of the facts, each once', () => {
    expect(allowList.map((entry) => entry.key).sort()).toEqual(facts.map((fact) => fact.key).sort());
  });

  it('begins with the most severe', () => {
    const ranks = allowList.map((entry) => severities.indexOf(entry.severity));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
  });

  it('shows every title once', () => {
    expect(new Set(allowList.map((entry) => entry.title)).size).toBe(allowList.length);
  });
});

describe('findPolicy', () => {
  it.each(rows)('finds %s', (key, entry) => {
    expect(findPolicy(key)).toBe(entry);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '0',
    'Security_Defaults',
    'security_defaults ',
  ])('finds nothing under %j', (key) => {
    expect(findPolicy(key)).toBeUndefined();
  });

  it('finds nothing under any other key', () => {
    const known = new Set(facts.map((fact) => fact.key));
    const strange = fc.string().filter((key) => !known.has(key));
    fc.assert(
      fc.property(strange, (key) => findPolicy(key) === undefined),
      runs,
    );
  });
});

describe.each(rows)('%s', (_key, entry, fact) => {
  it('is read and written as Microsoft Graph documents it', () => {
    const { title, document, field, secure, permissions, impact } = entry;
    expect({ title, document, field, secure, permissions, impact: impact.level }).toEqual({
      title: fact.title,
      document: fact.document,
      field: fact.field,
      secure: fact.secure,
      permissions: fact.permissions,
      impact: fact.impact,
    });
    expect(bodyOf(field, secure)).toEqual(fact.body);
  });

  it('accepts the values that pass and no other known one', () => {
    expect(new Set([entry.secure, ...entry.accepted])).toEqual(new Set(fact.passing));
    for (const value of fact.passing) expect(isSecure(entry, value)).toBe(true);
    for (const value of fact.failing) expect(isSecure(entry, value)).toBe(false);
  });

  it('has its own words for every known value', () => {
    const values = [...fact.failing, ...fact.passing];
    expect(new Set(entry.words.map(([value]) => value))).toEqual(new Set(values));
    expect(new Set(values.map((value) => inWords(entry, value))).size).toBe(values.length);
  });

  it('names every benchmark of the facts', () => {
    expect(entry.references.map(nameOf).sort()).toEqual(fact.references.map(bare).sort());
  });

  it('is not secure in the loosest document, and secure once its one field is written', () => {
    const before = loosest(entry.document);
    const after = patched(before, entry.field, entry.secure);
    expect(judgedSecure(entry, before)).toBe(false);
    expect(judgedSecure(entry, after)).toBe(true);
  });

  it('leaves the other settings as insecure as they were', () => {
    const after = patched(loosest(entry.document), entry.field, entry.secure);
    const others = allowList.filter((other) => other !== entry && other.document === entry.document);
    for (const other of others) expect(judgedSecure(other, after)).toBe(false);
  });

  it('judges any document by the value at its field alone', () => {
    fc.assert(
      fc.property(documentsLike(fact), (document) => judgedSecure(entry, document) === passes(fact, document)),
      runs,
    );
  });

  it('is secure after its field is written, whatever the document was', () => {
    fc.assert(
      fc.property(documentsLike(fact), (document) => judgedSecure(entry, patched(document, entry.field, entry.secure))),
      runs,
    );
  });

  it('takes nothing from a prototype', () => {
    const inherited: GraphDocument = Object.create(bodyOf(entry.field, entry.secure));
    const named: GraphDocument = JSON.parse(`{"__proto__":${JSON.stringify(bodyOf(entry.field, entry.secure))}}`);
    expect([valueIn(entry, inherited), valueIn(entry, named)]).toEqual([undefined, undefined]);
  });

  it.each(textsOf(entry))('has a fit text for %s', (_name, text, most) => {
    expect(text).toMatch(/^\S(.*\S)?$/);
    expect(text).not.toMatch(/!|\s\s|undefined/);
    expect(text.length).toBeLessThanOrEqual(most);
  });

  it('ends each sentence it tells', () => {
    for (const text of [entry.about, entry.impact.text, entry.revert]) expect(text).toMatch(/\.$/);
  });
});

function entryFor(fact: Fact): PolicyEntry {
  const entry = allowList.find(({ key }) => key === fact.key);
  if (!entry) throw new Error(`The allow-list lacks ${fact.key}.`);
  return entry;
}

function textsOf(entry: PolicyEntry): [string, string, number][] {
  return [
    ['title', entry.title, 70],
    ['about', entry.about, 260],
    ['impact', entry.impact.text, 260],
    ['revert', entry.revert, 200],
    ['licence', entry.licence, 40],
    ...entry.words.map(([value, words]): [string, string, number] => [`the value ${value}`, words, 40]),
    ...entry.references.map(({ id, differs }): [string, string, number] => [id, differs ?? id, 90]),
  ];
}

/** The facts' spelling of a reference, without a remark in brackets. */
function bare(reference: string): string {
  return reference.replace(/ \(.*\)$/, '');
}

function nameOf({ source, id }: Reference): string {
  if (source === 'CIS') return id.replace('Microsoft 365 Foundations 7.0.0, ', 'CIS M365 7.0.0 ');
  if (source === 'CIPP') return `CIPP:${id}`;
  return source === 'Maester' ? `Maester ${id}` : id;
}

function judgedSecure(entry: PolicyEntry, document: GraphDocument): boolean {
  const value = valueIn(entry, document);
  return value !== undefined && isSecure(entry, value);
}

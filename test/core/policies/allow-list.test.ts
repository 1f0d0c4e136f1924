import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowList, findPolicy } from '../../../src/core/policies/allow-list.ts';
import { type GraphDocument, inWords, passes } from '../../../src/core/policies/compare.ts';
import { areas, type PolicyEntry, type Reference } from '../../../src/core/policies/entry.ts';
import { isReached, judge, valueIn } from '../../../src/core/policies/judge.ts';
import { changed, documentsLike, loosest, patched, securing } from './documents.ts';
import { type Fact, passes as factPasses, facts } from './facts.ts';

const rows = facts.map((fact) => [fact.key, entryFor(fact), fact] as const);
/** Settings that are one property with a plain value. */
const plainRows = rows.filter(([, { strategy }, { failing }]) => failing && strategy.kind !== 'groupSetting');
const inDocument = plainRows.filter(([, { strategy }]) => strategy.kind === 'patch' || strategy.kind === 'put');
const severities = ['critical', 'high', 'medium', 'low'];
const runs = { numRuns: 1000 };

describe('the list', () => {
  it('holds exactly the settings of the facts, each once', () => {
    expect(allowList.map((entry) => entry.key).sort()).toEqual(facts.map((fact) => fact.key).sort());
    expect(facts.filter(({ tier }) => tier === 'one_click')).toHaveLength(30);
    expect(facts.filter(({ tier }) => tier === 'guided')).toHaveLength(10);
  });

  it('begins with the most severe', () => {
    const ranks = allowList.map((entry) => severities.indexOf(entry.severity));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
  });

  it('shows every title once, in an area that there is', () => {
    expect(new Set(allowList.map((entry) => entry.title)).size).toBe(allowList.length);
    expect(new Set(allowList.map((entry) => entry.area))).toEqual(new Set(areas));
  });

  it('never writes what Microsoft asks not to set', () => {
    const fields = allowList.flatMap((entry) => [entry, ...(entry.also ?? [])]).map(({ field }) => field);
    expect(fields.filter((field) => /allowedToReadOtherUsers|numberMatching/.test(field))).toEqual([]);
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
    expect(entry.guided !== undefined).toBe(fact.tier === 'guided');
  });

  it('names every benchmark of the facts', () => {
    const named = entry.references.filter(({ source }) => source !== 'Maester' || !entry.key.endsWith('_mfa'));
    expect(named.map(nameOf).sort()).toEqual(fact.references.map(bare).filter(isNamed).sort());
  });

  it('is not secure in the loosest document, and secure once it is hardened', () => {
    const before = loosest(entry.document);
    const after = changed(entry, securing(entry), before);
    expect([isReached(entry, before), isReached(entry, after)]).toEqual([false, true]);
  });

  it('leaves the other settings as they were', () => {
    const before = loosest(entry.document);
    const after = changed(entry, securing(entry), before);
    const others = allowList.filter((other) => other !== entry && other.document === entry.document);
    for (const other of others) expect(judge(other, after)).toEqual(judge(other, before));
  });

  it.each(textsOf(entry))('has a fit text for %s', (_name, text, most) => {
    expect(text).toMatch(/^\S(.*\S)?$/);
    expect(text).not.toMatch(/!|\s\s|undefined/);
    expect(text.length).toBeLessThanOrEqual(most);
  });

  it('ends each sentence it tells', () => {
    const told = [entry.about, entry.impact.text, entry.revert, entry.guided?.why ?? 'None.'];
    for (const text of told) expect(text).toMatch(/\.$/);
  });

  it('has different words for different values', () => {
    const words = entry.words.map(([, said]) => said);
    expect(new Set(words).size).toBe(words.length);
    for (const [value, said] of entry.words) expect(inWords(entry, value)).toBe(said);
  });
});

describe.each(plainRows)('the value of %s', (_key, entry, fact) => {
  const { failing = [], passing = [] } = fact;

  it('passes when it is one of those that do, and no other known one', () => {
    expect(new Set([entry.secure, ...entry.accepted])).toEqual(new Set(passing));
    for (const value of passing) expect(passes(entry, value)).toBe(true);
    for (const value of failing) expect(passes(entry, value)).toBe(false);
  });

  it('has its own words, whatever known one it is', () => {
    const values = [...failing, ...passing];
    expect(new Set(entry.words.map(([value]) => value))).toEqual(new Set(values));
  });
});

describe.each(inDocument)('the document of %s', (_key, entry, fact) => {
  it('is judged by the value at the field alone, whatever it is', () => {
    fc.assert(
      fc.property(documentsLike(fact), (document) => isReached(entry, document) === factPasses(fact, document)),
      runs,
    );
  });

  it('says nothing by its prototype', () => {
    const body = patched({}, entry.field, entry.secure);
    const inherited: GraphDocument = Object.create(body);
    const named: GraphDocument = JSON.parse(`{"__proto__":${JSON.stringify(body)}}`);
    expect([valueIn(entry, inherited), valueIn(entry, named)]).toEqual([undefined, undefined]);
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
    ['why it asks', entry.guided?.why ?? 'It does not.', 200],
    ['why it does not apply', entry.notApplicable ?? 'it always does', 60],
    ...entry.words.map(([value, words]): [string, string, number] => [`the value ${value}`, words, 40]),
    ...entry.references.map(({ id, differs }): [string, string, number] => [id, differs ?? id, 90]),
  ];
}

/** The facts' spelling of a reference, without a remark in brackets. */
function bare(reference: string): string {
  return reference.replace(/ \(.*\)$/, '');
}

/** A remark on two settings that contradict each other is no demand. */
function isNamed(reference: string): boolean {
  return reference !== 'Maester MT.1061';
}

function nameOf({ source, id }: Reference): string {
  if (source === 'CIS') return id.replace('Microsoft 365 Foundations 7.0.0, ', 'CIS M365 7.0.0 ');
  if (source === 'CIPP') return `CIPP:${id}`;
  if (source === 'Secure Score') return `SecureScore ${id}`;
  return source === 'Maester' ? `Maester ${id}` : id;
}

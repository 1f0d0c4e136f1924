import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variableNames } from '../src/config.ts';
import { documents, generated, readVariables, tables, withTables } from './docs-tables.ts';

describe('the documentation', () => {
  it.each(documents)('has the tables that the code has: %s', (file) => {
    const text = readFileSync(file, 'utf8');
    expect(text, 'run "npm run docs"').toBe(withTables(text));
    expect(text).toContain('<!-- table:');
  });

  it.each(generated)('is what other programs read, too: $file', ({ file, anew }) => {
    const text = readFileSync(file, 'utf8');
    expect(text, 'run "npm run docs"').toBe(anew(text));
  });

  it('shows each table once', () => {
    const text = documents.map((file) => readFileSync(file, 'utf8')).join('\n');
    const shown = [...text.matchAll(/<!-- table:(\w+) -->/g)].map(([, name]) => name);
    expect(shown.toSorted()).toEqual(Object.keys(tables).toSorted());
  });

  it('names every variable the configuration reads, and no other', () => {
    const documented = readVariables().map(([name = '']) => name.replaceAll('`', ''));
    expect(documented.toSorted()).toEqual(variableNames.toSorted());
  });

  it('says what each variable is', () => {
    expect(readVariables().filter(([, , about]) => !about)).toEqual([]);
  });

  it('links only to files that are there', () => {
    for (const file of documents) {
      const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
      for (const link of links) expect(() => readFileSync(new URL(link, `file://${file}`))).not.toThrow();
    }
  });
});

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../env');

/** The variables of `env/.env.<name>`; those without a value are empty. */
export function readEnvFile(name: string): Record<string, string> {
  const text = readFileSync(join(folder, `.env.${name}`), 'utf8');
  const lines = text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, variable = '', value = '']) => [variable, value.trim()]));
}

/** Names of the `${{VARIABLES}}` in a text, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\$\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g)].map(([, name = '']) => name))];
}

/** The text with its `${{VARIABLES}}` replaced; what has no value stays as it is. */
export function fillIn(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const escaped = (value: string) => JSON.stringify(value).slice(1, -1);
  return text.replace(/\$\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : escaped(value);
  });
}

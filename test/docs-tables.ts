import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandLists } from '../appPackage/command-lists.ts';
import { statuses } from '../src/api/refusals.ts';
import { commands } from '../src/bot/commands.ts';
import { verbs } from '../src/cli/verbs.ts';
import { allowList } from '../src/core/policies/allow-list.ts';
import { rooms } from './rooms.ts';

const root = resolve(import.meta.dirname, '..');

type Table = { head: readonly string[]; rows: readonly (readonly string[])[] };

/** Every table of the documentation that has its source in the code, by the name of its markers. */
export const tables: Record<string, () => Table> = {
  commands: () => ({
    head: ['Say', 'and Bulwark shows', 'Role'],
    rows: commands.map(({ usage, help, role }) => [`\`${usage}\``, help, role ?? 'anyone']),
  }),
  policies: () => ({
    head: ['Key', 'Setting', 'Severity', 'Impact', 'Asked for by'],
    rows: allowList.map(({ key, title, severity, impact, references }) => [
      `\`${key}\``,
      title,
      severity,
      impact.level,
      references.map(({ source, id }) => (id.startsWith(source) ? id : `${source} ${id}`)).join('; '),
    ]),
  }),
  verbs: () => ({
    head: ['Verb', 'What it does'],
    rows: verbs.map(({ name, usage, help }) => [`\`${[name, usage].filter(Boolean).join(' ')}\``, help]),
  }),
  errors: () => ({
    head: ['`error.code`', 'HTTP'],
    rows: Object.entries(statuses).map(([code, status]) => [`\`${code}\``, String(status)]),
  }),
  configuration: () => ({ head: ['Variable', 'Default', 'What it is'], rows: readVariables() }),
  rooms: () => ({
    head: ['Room', 'Its job', 'May enter', 'Packages only it uses'],
    rows: Object.entries(rooms).map(([name, { job, mayEnter, packages }]) => [
      `\`${name}/\``,
      job,
      mayEnter.join(', ') || 'nothing of ours',
      packages.map((id) => `\`${id}\``).join(', ') || '–',
    ]),
  }),
};

/** `env/.env.example`: the comment line above a variable says what it is. */
export function readVariables(): string[][] {
  const text = readFileSync(join(root, 'env/.env.example'), 'utf8');
  const variables = text.matchAll(/^(?:# (.+)\n)?# ([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return [...variables].map(([, about = '', name = '', value]) => [`\`${name}\``, value ? `\`${value}\`` : '–', about]);
}

function render({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The document with every marked table written anew. */
export function withTables(text: string): string {
  return text.replace(/(<!-- table:(\w+) -->\n)(?:[^<][\s\S]*?)?(<!-- \/table -->)/g, (_all, start, name, end) => {
    const table = tables[name];
    if (!table) throw new Error(`There is no table "${name}".`);
    return `${start}${render(table())}\n${end}`;
  });
}

export const documents = ['README.md', 'CONTRIBUTING.md'].map((name) => join(root, name));

export const manifest = join(root, 'appPackage/manifest.json');

/** The app's manifest with the command lists of the bot's own table. */
export function withCommandLists(text: string): string {
  const written = JSON.parse(text);
  written.bots[0].commandLists = commandLists();
  return `${JSON.stringify(written, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(manifest, withCommandLists(readFileSync(manifest, 'utf8')));
  for (const file of documents) writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}

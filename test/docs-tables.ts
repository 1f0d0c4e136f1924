import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withCommandLists } from '../appPackage/command-lists.ts';
import { appPermissions, optionalPermissions, type Permission, withPermissions } from '../infra/permissions.ts';
import { statuses } from '../src/api/refusals.ts';
import { type ApiVerbs, apiRoutes } from '../src/api/routes.ts';
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
    head: ['Key', 'Setting', 'Severity', 'Impact', 'Asks for', 'Asked for by'],
    rows: allowList.map(({ key, title, severity, impact, guided, references }) => [
      `\`${key}\``,
      title,
      severity,
      impact.level,
      guided ? guided.fields.map(({ id }) => `\`${id}\``).join(', ') || '`acknowledge`' : '–',
      references.map(({ source, id }) => (id.startsWith(source) ? id : `${source} ${id}`)).join('; '),
    ]),
  }),
  permissions: () => permissionTable(appPermissions()),
  optionalPermissions: () => permissionTable(optionalPermissions()),
  verbs: () => ({
    head: ['Verb', 'What it does'],
    rows: verbs.map(({ name, usage, help }) => [`\`${[name, usage].filter(Boolean).join(' ')}\``, help]),
  }),
  routes: () => ({
    head: ['Route', 'What it does', 'Scope'],
    rows: apiRoutes({} as ApiVerbs).map(({ method, path, summary, scope }) => [
      `\`${method} ${path.replace(/:(\w+)/g, '{$1}')}\``,
      summary,
      scope.includes(':') ? `\`${scope}\`` : scope,
    ]),
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

function permissionTable(permissions: readonly Permission[]): Table {
  const rows = permissions.map(({ name, why, without }) => [`\`${name}\``, why, without]);
  return { head: ['Permission', 'What for', 'Without it'], rows };
}

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

export const documents = ['README.md', 'CONTRIBUTING.md', 'infra/INSTALL.md'].map((name) => join(root, name));

/** Files of other programs that hold what has its source in the code. */
export const generated = [
  { file: join(root, 'appPackage/manifest.json'), anew: withCommandLists },
  { file: join(root, 'infra/entra-app.json'), anew: withPermissions },
];

if (import.meta.main) {
  for (const { file, anew } of generated) writeFileSync(file, anew(readFileSync(file, 'utf8')));
  for (const file of documents) writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}

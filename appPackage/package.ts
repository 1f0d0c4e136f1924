import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { fillIn, placeholdersIn, readEnvFile } from './env-files.ts';
import { type Package, problemsOf } from './lint.ts';

const folder = import.meta.dirname;

/** They make a package whole that is only looked at; with them it cannot be installed and used. */
const samples: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '00000000-0000-0000-0000-000000000001',
  BOT_ID: '00000000-0000-0000-0000-000000000002',
  BOT_DOMAIN: 'bulwark.example.com',
};

/** The files of the app package, and the variables for which only a sample value was at hand. */
export function packageFiles(values: Readonly<Record<string, string | undefined>>): {
  files: Package;
  sampled: readonly string[];
} {
  const template = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const sampled = placeholdersIn(template).filter((name) => !values[name] && samples[name]);
  const chosen = { ...values, ...Object.fromEntries(sampled.map((name) => [name, samples[name]])) };
  const manifest = Buffer.from(fillIn(template, chosen));
  const icon = (name: string) => readFileSync(join(folder, name));
  const files = { 'manifest.json': manifest, 'color.png': icon('color.png'), 'outline.png': icon('outline.png') };
  return { files, sampled };
}

function run(name: string): number {
  const { files, sampled } = packageFiles({ ...readEnvFile(name), ...given(process.env) });
  const problems = problemsOf(files);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) return 1;
  for (const variable of sampled) {
    process.stderr.write(`${variable} has no value yet in env/.env.${name}: the package shows a sample. `);
    process.stderr.write('It validates, but Teams reaches no bot with it. Provision first, or set the variable.\n');
  }
  const target = join(folder, 'build', 'bulwark.zip');
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(target, zipSync({ ...files }, { mtime: '2000-01-01' }));
  process.stdout.write(`${target}\n`);
  return 0;
}

function given(env: NodeJS.ProcessEnv) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value));
}

if (import.meta.main) process.exitCode = run(process.env['TEAMSFX_ENV'] || 'dev');

import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };
import { hallway, type Room, rooms, sharedPackages, tables } from './rooms.ts';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');
const table: Record<string, Room> = rooms;

/** Lines. What is longer wants to be two files, or is a table. */
const longest = 175;

type Import = { file: string; specifier: string };

const files = sourceFiles(src);
const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));

describe('the rooms of src/', () => {
  it('are the known ones, and none is empty', () => {
    const found = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const withCode = Object.keys(table).filter((name) => files.some((file) => roomOf(file) === name));
    expect(found.map(({ name }) => name).toSorted()).toEqual([...withCode, ...hallway].toSorted());
    for (const { name } of found)
      expect(
        files.some((file) => relative(src, file).startsWith(`${name}/`)),
        `src/${name} is empty`,
      ).toBe(true);
  });

  it('enter only the rooms they may', () => {
    expect(imports.flatMap(wrongEntry)).toEqual([]);
  });

  it('use only their own packages', () => {
    expect(imports.flatMap(wrongPackage)).toEqual([]);
  });

  it('never import a file that is not there by a computed name', () => {
    const computed = files.filter((file) => /\bimport\(\s*[^'"\s)]/.test(code(readFileSync(file, 'utf8'))));
    expect(computed.map(short)).toEqual([]);
  });

  it.each([
    ["import type { X } from '../store/open.ts';", 'core', 'store'],
    ["const x = await import('../bot/adapter.ts');", 'core', 'bot'],
    ["export { y } from '../graph/graph.ts';", 'api', 'graph'],
    ["import '../http/front-door.ts';", 'simulator', 'http'],
  ])('notice %s in %s', (text, room, entered) => {
    const [found] = importsOf(join(src, room, 'planted.ts'), text);
    expect(found && wrongEntry(found)).toEqual([expect.stringContaining(`enters ${entered}`)]);
  });

  it.each([
    ["import { readFile } from 'node:fs/promises';", 'core'],
    ["import type { Server } from 'restify';", 'api'],
    ["import { z } from 'zod';", 'graph'],
    ["import { Pool } from 'pg';", 'jobs'],
  ])('notice %s in %s', (text, room) => {
    const [found] = importsOf(join(src, room, 'planted.ts'), text);
    expect(found && wrongPackage(found)).toEqual([expect.stringContaining('uses')]);
  });

  it('keep their files short, tables aside', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > longest + 1).map(short);
    expect(long.filter((file) => !tables.includes(file))).toEqual([]);
  });
});

describe('the dependencies', () => {
  const entries = Object.entries(lock.packages as Record<string, LockEntry>).filter(([path]) => path !== '');

  it('are pinned exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('are locked with a SHA-512 digest and without an address', () => {
    const weak = entries.filter(
      ([, { integrity, resolved, link }]) => !integrity?.startsWith('sha512-') || resolved || link,
    );
    expect(weak.map(([path]) => path)).toEqual([]);
  });

  it('run no install script', () => {
    const scripts = entries
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1));
    const denied: Record<string, boolean> = manifest.allowScripts;
    expect(scripts.filter((name) => denied[name ?? ''] !== false)).toEqual([]);
    expect(Object.values(denied).some(Boolean)).toBe(false);
  });

  it('bring Node 24', () => {
    const versions = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    expect(versions.map(([, version]) => version.split('.')[0])).toEqual(versions.map(() => '24'));
  });
});

type LockEntry = { integrity?: string; resolved?: string; link?: boolean; hasInstallScript?: boolean };

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

/** Source text without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function importsOf(file: string, text: string): Import[] {
  const statement = /\b(?:import\b(?:[^'"`;()]*?\bfrom)?|export\b[^'"`;()]*?\bfrom)\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...code(text).matchAll(statement)].map(([, specifier = '']) => ({ file, specifier }));
}

/** A room's name, or undefined in the hallway. */
function roomOf(file: string): string | undefined {
  const [name = '', ...rest] = relative(src, file).split('/');
  return rest.length > 0 && !hallway.includes(name) ? name : undefined;
}

function wrongEntry({ file, specifier }: Import): string[] {
  const room = roomOf(file);
  if (!specifier.startsWith('.') || room === undefined) return [];
  const target = resolve(dirname(file), specifier);
  if (!target.startsWith(src)) return isTemplate(room, target) ? [] : [`${short(file)} leaves src/ for ${specifier}`];
  const entered = roomOf(target) ?? 'the hallway';
  const allowed = entered === room || table[room]?.mayEnter.includes(entered);
  return allowed ? [] : [`${short(file)} enters ${entered}`];
}

/** Card templates stand beside `src/`, where designers look for them. */
function isTemplate(room: string, target: string): boolean {
  return room === 'cards' && dirname(target) === join(root, 'cards');
}

function wrongPackage({ file, specifier }: Import): string[] {
  if (/^[./]/.test(specifier)) return [];
  const room = roomOf(file);
  const own =
    room === undefined
      ? sharedPackages
      : [...(table[room]?.packages ?? []), ...(room === 'core' ? [] : sharedPackages)];
  const owned = Object.values(table).flatMap(({ packages }) => packages);
  const builtin = isBuiltin(specifier) && room !== 'core' && !owned.includes(specifier);
  return builtin || own.some((name) => specifier === name || specifier.startsWith(`${name}/`))
    ? []
    : [`${short(file)} uses ${specifier}`];
}

function short(file: string): string {
  return relative(root, file);
}

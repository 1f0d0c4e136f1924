import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import openapiTS from 'openapi-typescript';
import { onTestFinished } from 'vitest';
import { openApi } from './documented.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

const options = {
  strict: true,
  noEmit: true,
  target: 'es2024',
  lib: ['es2024', 'dom'],
  module: 'nodenext',
  skipLibCheck: true,
  types: [],
};

/** A project of somebody else, with a client whose types are generated from the API document. */
export async function clientProject(program: string) {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-client-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const files = {
    'package.json': JSON.stringify({ type: 'module' }),
    'tsconfig.json': JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    'api.d.ts': await openapiTS(structuredClone(openApi)),
    'program.ts': program,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return {
    /** What the compiler says; empty when it is content. */
    compile: () =>
      run(join(root, 'node_modules/.bin/tsc'), ['-p', directory]).then(
        () => '',
        ({ stdout }: { stdout: string }) => stdout,
      ),
    /** What the program prints. */
    async run(...args: string[]) {
      return (await run(process.execPath, [join(directory, 'program.ts'), ...args])).stdout;
    },
  };
}

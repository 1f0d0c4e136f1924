import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { unwatched } from './product.ts';

export type Env = Record<string, string>;

/** A program of this repository in a process of its own. */
export type Running = {
  /** The first word of each line it printed at its start, and the rest of that line. */
  said: Readonly<Record<string, string>>;
  pid: number;
  /** Everything it has logged. */
  logged(): string;
  /** Sends the signal and waits for the end: the exit code, or null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** Tests start the same program again and again; compiling it is a good part of its start. */
const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'bulwark-compile-cache') };
let compiling: Promise<unknown> | undefined;

/** Node writes what it compiled when it ends, which a killed process never does: one that ends by itself does. */
function compileOnce(): Promise<unknown> {
  compiling ??= promisify(execFile)(process.execPath, ['src/app.ts'], { env: { ...process.env, ...compileCache } });
  return compiling;
}

/**
 * Resolves once the program has printed the line that begins with `lastWord`; rejects when it ends before that. It
 * does not outlive the test.
 */
export async function run(file: string, env: Env, lastWord: string): Promise<Running> {
  await compileOnce();
  const whole = { ...process.env, ...compileCache, ...unwatched, ...env };
  const child = spawn(process.execPath, [file], { env: whole, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => end(child, 'SIGKILL').then(() => undefined));
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const said = await linesUntil(child, lastWord);
  if (!said) throw new Error(`${file} ended with ${child.exitCode}: ${complaints.join('')}`);
  return { said, pid: child.pid ?? 0, logged: () => complaints.join(''), end: (signal) => end(child, signal) };
}

async function linesUntil(child: ChildProcess, lastWord: string): Promise<Record<string, string> | undefined> {
  const said: Record<string, string> = {};
  if (!child.stdout) return undefined;
  for await (const line of createInterface(child.stdout)) {
    const [word = '', ...rest] = line.split(' ');
    said[word] = rest.join(' ');
    if (word === lastWord) {
      child.stdout.resume();
      return said;
    }
  }
  return undefined;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return code;
}

export function runSimulator(): Promise<Running> {
  return run('src/simulator/main.ts', { SIMULATOR_PORT: '0' }, 'chat');
}

export function runProduct(env: Env): Promise<Running> {
  return run('src/main.ts', { PORT: '0', SIMULATOR_PORT: '0', LOG_LEVEL: 'error', ...env }, 'data');
}

/** The operator's command line, to its end: what it said on stdout. */
export async function bulwark(env: Env, words: string): Promise<string> {
  const whole = { ...process.env, ...compileCache, ...env };
  return (await promisify(execFile)(process.execPath, ['src/cli.ts', ...words.split(' ')], { env: whole })).stdout;
}

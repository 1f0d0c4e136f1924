import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/run.ts';
import { readConfig } from '../../src/config.ts';
import { cliPorts, unconfiguredPorts } from '../../src/hallway/cli-ports.ts';

export type Said = {
  code: number;
  out: readonly string[];
  err: readonly string[];
  json: () => ReturnType<JSON['parse']>;
};

/** The operator's command line in this process, on real ports. */
export async function run(words: string, env: Record<string, string>): Promise<Said> {
  const reading = readConfig({ SIMULATOR_PORT: '0', ...env });
  const { ports, close } = 'problems' in reading ? unconfiguredPorts(reading.problems) : cliPorts(reading.config);
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await runCommandLine(words.split(' '), ports, terminal).finally(close);
  return { code, out, err, json: () => JSON.parse(out.join('\n')) };
}

export async function newDataDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-cli-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A command line on data of its own. */
export async function newCommandLine(env: Record<string, string> = {}) {
  const dataDir = await newDataDir();
  return { dataDir, bulwark: (words: string) => run(words, { DATA_DIR: dataDir, ...env }) };
}

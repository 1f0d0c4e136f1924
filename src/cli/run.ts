import { parseArgs } from 'node:util';
import { helpOf, overview } from './help.ts';
import type { Ports } from './ports.ts';
import { isUsageError, type Outcome, usageError, type Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/** Exit codes: 0 done, 1 found something or failed, 2 not understood. 78, for a configuration, comes before this. */
export type ExitCode = 0 | 1 | 2;

export type Terminal = { out(line: string): void; err(line: string): void };

export async function runCommandLine(words: readonly string[], ports: Ports, terminal: Terminal): Promise<ExitCode> {
  const found = verbs.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
  if (!found) return withoutVerb(words, terminal);
  try {
    return await runVerb(found, words.slice(found.name.split(' ').length), ports, terminal);
  } catch (thrown) {
    terminal.err(thrown instanceof Error ? thrown.message : String(thrown));
    if (!isUsageError(thrown)) return 1;
    terminal.err(`Usage: bulwark ${found.name} ${found.usage}`.trimEnd());
    return 2;
  }
}

function withoutVerb(words: readonly string[], terminal: Terminal): ExitCode {
  const asked = words[0] === 'help' || words.includes('--help');
  for (const line of overview(verbs)) asked ? terminal.out(line) : terminal.err(line);
  return asked ? 0 : 2;
}

async function runVerb(verb: Verb, words: readonly string[], ports: Ports, terminal: Terminal): Promise<ExitCode> {
  const { help, json, ...options } = parseWords(verb, words);
  if (help) {
    for (const line of helpOf(verb)) terminal.out(line);
    return 0;
  }
  const outcome = await verb.run(ports, options);
  tell(outcome, json === true, terminal);
  return outcome.found ? 1 : 0;
}

function tell({ lines, notes = [], json }: Outcome, asJson: boolean, terminal: Terminal): void {
  for (const line of asJson ? [JSON.stringify(json)] : lines) terminal.out(line);
  for (const note of notes) terminal.err(note);
}

function parseWords(verb: Verb, words: readonly string[]): Record<string, unknown> {
  const flag = { type: 'boolean' } as const;
  const named = Object.keys(verb.options).filter((name) => !verb.operands.includes(name));
  const options = Object.fromEntries(named.map((name) => [name, { type: 'string' } as const]));
  const { values, positionals } = understood(() =>
    parseArgs({ args: [...words], options: { ...options, help: flag, json: flag }, allowPositionals: true }),
  );
  if (positionals.length > verb.operands.length) throw usageError(`Not understood: ${positionals.at(-1)}`);
  const operands = positionals.map((value, index) => [verb.operands[index], value]);
  return { ...values, ...Object.fromEntries(operands) };
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw usageError(thrown instanceof Error ? thrown.message : 'Not understood.');
  }
}

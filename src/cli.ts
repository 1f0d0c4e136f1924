import { configurationCheck } from './cli/doctor/configuration.ts';
import type { Ports } from './cli/ports.ts';
import { runCommandLine } from './cli/run.ts';
import { bare, cliPorts, type OpenPorts } from './cli-ports.ts';
import { readConfig } from './config.ts';

const configurationExit = 78;

process.umask(0o077);
// Whoever reads may stop reading, as `head` does.
process.stdout.on('error', () => process.exit());
const reading = readConfig(process.env);
const { ports, close } = 'problems' in reading ? unconfigured(reading.problems) : cliPorts(reading.config);
const terminal = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (line: string) => process.stderr.write(`${line}\n`),
};
const code = await runCommandLine(process.argv.slice(2), ports, terminal).finally(close);
process.exitCode = code === 1 && 'problems' in reading ? configurationExit : code;

/** Help and archives need no configuration; everything else tells what is wrong with it. */
function unconfigured(problems: readonly string[]): OpenPorts {
  const refuse = async (): Promise<never> => {
    throw new Error(problems.join('\n'));
  };
  const checks: Ports['checks'] = async () => [configurationCheck(problems)];
  return {
    ports: { ...bare, store: refuse, journal: refuse, moveStore: refuse, checks },
    close: async () => undefined,
  };
}

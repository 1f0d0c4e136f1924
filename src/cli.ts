import { runCommandLine } from './cli/run.ts';
import { readConfig } from './config.ts';
import { cliPorts, unconfiguredPorts } from './hallway/cli-ports.ts';

const configurationExit = 78;

process.umask(0o077);
// Whoever reads may stop reading, as `head` does.
process.stdout.on('error', () => process.exit());

const reading = readConfig(process.env);
const { ports, close } = 'problems' in reading ? unconfiguredPorts(reading.problems) : cliPorts(reading.config);
const terminal = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (line: string) => process.stderr.write(`${line}\n`),
};
const code = await runCommandLine(process.argv.slice(2), ports, terminal).finally(close);
process.exitCode = code === 1 && 'problems' in reading ? configurationExit : code;

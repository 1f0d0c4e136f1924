import { startSimulator } from './start.ts';

const port = Number(process.env['SIMULATOR_PORT'] ?? 3979);
const tenantFile = process.env['SIMULATOR_TENANT'];

/** What a supervisor takes for a mistake in the configuration (sysexits EX_CONFIG). */
const configurationError = 78;

const simulator = await startSimulator({ port, ...(tenantFile ? { tenantFile } : {}) }).catch((error: Error) => {
  process.stderr.write(`The simulator cannot start: ${error.message}\n`);
  process.exit(configurationError);
});
process.stdout.write(`chat ${simulator.url}/\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));

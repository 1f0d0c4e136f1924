import { startSimulator } from './start.ts';

const port = Number(process.env['SIMULATOR_PORT'] ?? 3979);
const tenantFile = process.env['SIMULATOR_TENANT'];

const simulator = await startSimulator({ port, ...(tenantFile ? { tenantFile } : {}) });
process.stdout.write(`chat ${simulator.url}/\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));

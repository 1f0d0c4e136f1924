import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';

const configurationExit = 78;
const oldestNode = 24;

process.umask(0o077);
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  complain([`Node ${process.versions.node} is too old. Start with "npm start", which brings its own Node 24.`]);
}
const reading = readConfig(process.env);
if ('problems' in reading) complain(reading.problems);
else await serve(reading.config);

async function serve(config: Parameters<typeof startApp>[0]): Promise<void> {
  const log = createLog(config.logLevel);
  const app = await startApp(config, log).catch((thrown: unknown) => cannotStart(log, thrown));
  for (const line of announcement(app)) process.stdout.write(`${line}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      app.stop().then(
        () => process.exit(0),
        (thrown: unknown) => {
          log.error({ err: thrown }, 'the stop was not clean');
          process.exit(1);
        },
      );
    });
  }
}

/** One sentence for the person at the terminal; the log has the rest. */
function cannotStart(log: ReturnType<typeof createLog>, thrown: unknown): never {
  log.debug({ err: thrown }, 'the start failed');
  process.stderr.write(`Bulwark cannot start. ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(1);
}

function announcement({ url, directory, demo }: Awaited<ReturnType<typeof startApp>>): readonly string[] {
  if (!demo) return [`rest ${url}`, `data ${directory}`];
  const { key, chatUrl } = demo;
  const curl = `curl -H "Authorization: Bearer ${key}" ${url}/tenants/me/policies`;
  return [`chat ${chatUrl}`, `rest ${url}`, `key ${key}`, curl, `data ${directory}`];
}

function complain(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(configurationExit);
}

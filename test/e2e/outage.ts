import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { startSimulator } from '../../src/simulator/start.ts';
import { newHome } from '../store/homes.ts';
import { call, type Reply } from './call.ts';
import { addUsers } from './crowd.ts';
import { runProduct } from './processes.ts';
import { restClient } from './product.ts';
import { simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** A way for the store to fail. `pid`: the product's process. */
type Outage = { env: Record<string, string>; begin(pid: number): Promise<unknown>; end(pid: number): Promise<unknown> };

export const outages = { fullDisk, takesNoWrites, postgresGone } satisfies Record<string, () => Promise<Outage>>;

const atOnce = 10;
const keys = allowList.filter(({ guided }) => !guided).map(({ key }) => key);

/**
 * Sends writes while the store fails. None reaches Microsoft without an intent that is durable, every answer is a plain
 * refusal, reads go on, and readiness tells. Answers how long it took from the store's return to the next write.
 */
export async function writeThrough(kind: keyof typeof outages, attempts: number): Promise<number> {
  const outage = await outages[kind]();
  const simulator = await startSimulator({ port: 0 });
  onTestFinished(() => simulator.close());
  const world = simulatedWorld(simulator.url);
  const users = await addUsers(world, attempts);
  const product = await runProduct({ SIMULATOR_URL: simulator.url, LOG_LEVEL: 'silent', ...outage.env });
  const client = restClient(product.said['rest'] ?? '', product.said['key'] ?? '');
  const policies = () => client.rest('GET', '/tenants/me/policies');
  const ready = async () => (await call('GET', `${client.url}/readyz`)).body.ready as boolean;
  expect([(await policies()).status, await ready()]).toEqual([200, true]);

  const attempt = (at: number) =>
    at % 2 === 0
      ? client.rest('POST', '/tenants/me/threats/contain', { userId: users[at]?.id })
      : client.toggle({ key: keys[at % keys.length] });
  await world.forgetRequests();
  await outage.begin(product.pid);
  const replies: Reply[] = [];
  const readings: Reply[] = [];
  for (let at = 0; at < attempts; at += atOnce) {
    const wave = Array.from({ length: Math.min(atOnce, attempts - at) }, (_, n) => attempt(at + n));
    const reading = policies();
    replies.push(...(await Promise.all(wave)));
    readings.push(await reading);
  }
  // A machine that is busy with other things sheds reads first, which is no failure of the store.
  const failed = readings.filter(({ status, text }) => status !== 200 && !text.includes('The server is busy'));
  expect(failed.map(({ text }) => text)).toEqual([]);
  expect(readings.some(({ status }) => status === 200)).toBe(true);
  await until('readiness tells', async () => !(await ready()));
  const refusals = replies.map(({ status, body }) => `${status} ${body.error?.code}`);
  expect([...new Set(refusals)].filter((one) => !/^503 (journal_unavailable|unavailable)$/.test(one))).toEqual([]);
  expect(await world.graphWrites()).toEqual([]);

  await outage.end(product.pid);
  const endedAt = performance.now();
  await until('a write works again', async () => (await client.toggle({ key: 'user_tenant_creation' })).status === 200);
  const recoveredMs = performance.now() - endedAt;
  await until('the product is ready again', ready);
  await product.end('SIGTERM');
  return recoveredMs;
}

/** Of the few accounts that may mount: a small disk, filled to the last byte. */
async function fullDisk(): Promise<Outage> {
  const directory = await temporary();
  await run('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=700', 'none', directory]);
  onTestFinished(() => run('umount', ['-l', directory]).then(() => undefined));
  const filler = join(directory, 'filler');
  return {
    env: { DATA_DIR: directory },
    begin: () => writeFile(filler, Buffer.alloc(32 * 2 ** 20)).catch(() => undefined),
    end: () => rm(filler),
  };
}

/** As on a disk that has become read-only: every write to a file fails, every read works. */
async function takesNoWrites(): Promise<Outage> {
  const limit = (pid: number, bytes: string) => run('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`]);
  return {
    env: { DATA_DIR: await temporary() },
    begin: (pid) => limit(pid, '0'),
    end: (pid) => limit(pid, 'unlimited'),
  };
}

/** The server hangs up on everybody and takes no connection until it is back. */
async function postgresGone(): Promise<Outage> {
  const { home, remove } = await newHome('postgres');
  onTestFinished(remove);
  const url = new URL(home.kind === 'postgres' ? home.url : '');
  const server = { port: Number(url.port), host: url.hostname };
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(server);
    for (const socket of [client, upstream]) {
      sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => [client, upstream].map((one) => one.destroy()));
    }
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  url.host = `127.0.0.1:${port}`;
  const cut = async () => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(cut);
  const back = async () => {
    await once(proxy.listen(port, '127.0.0.1'), 'listening');
  };
  return { env: { DATA_DIR: await temporary(), DATABASE_URL: url.href }, begin: cut, end: back };
}

/** Whether this account may mount a disk of its own. */
export async function mayMount(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-mount-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', directory]);
    await run('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-outage-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

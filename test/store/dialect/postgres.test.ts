import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { draftOf, intentOf, newId, noteOf, takeLock } from '../builders.ts';
import { type Home, newHome } from '../homes.ts';

let place: Home;
let url: string;

beforeAll(async () => {
  place = await newHome('postgres');
  if (place.home.kind === 'postgres') url = place.home.url;
});

afterAll(() => place.remove());

/** Stands between the store and the server, and cuts the connection around a COMMIT when told to. */
async function cuttingProxy() {
  const { hostname, port } = new URL(url);
  let cut: 'before' | 'after' | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => [client, upstream].map((one) => one.destroy()));
    }
    client.on('data', (bytes) => {
      if (cut === undefined || !bytes.includes('commit')) return upstream.write(bytes);
      const when = cut;
      cut = undefined;
      if (when === 'before') return client.destroy();
      upstream.write(bytes);
      upstream.removeAllListeners('data').once('data', () => client.destroy());
    });
    upstream.on('data', (bytes) => client.write(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const proxied = new URL(url);
  proxied.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: proxied.href, close, cutNext: (when: typeof cut) => (cut = when) };
}

async function openThroughProxy() {
  const proxy = await cuttingProxy();
  return { proxy, store: await openStore({ kind: 'postgres', url: proxy.url }, { instance: 'test' }) };
}

test('a commit whose answer is lost counts, because it happened', async () => {
  const { proxy, store } = await openThroughProxy();
  const organization = newId('org');
  proxy.cutNext('after');
  await store.journal.append(noteOf(organization));
  expect(await store.verifyJournal(organization)).toMatchObject({ ok: true, rows: 1 });
  await store.close();
  proxy.close();
});

test('an intent whose commit was not answered has begun all the same', async () => {
  const { proxy, store } = await openThroughProxy();
  const draft = draftOf(newId('org'));
  const lock = await takeLock(store, draft);
  proxy.cutNext('after');
  const begun = await store.operations.begin(intentOf(draft, lock));
  expect(begun).toMatchObject({ id: draft.id, state: 'running' });
  expect(await store.operations.find(draft.organization, draft.id)).toEqual(begun);
  await store.close();
  proxy.close();
});

test('a commit that never reached the server is reported as not made', async () => {
  const { proxy, store } = await openThroughProxy();
  const organization = newId('org');
  proxy.cutNext('before');
  await expect(store.journal.append(noteOf(organization))).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  expect(await store.verifyJournal(organization)).toMatchObject({ ok: true, rows: 0 });
  await store.journal.append(noteOf(organization));
  await store.close();
  proxy.close();
});

test('a record that waits for somebody else is given up after two seconds', async () => {
  const store = await openStore({ kind: 'postgres', url }, { instance: 'test' });
  const organization = newId('org');
  await store.journal.append(noteOf(organization));
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query('begin');
  await other.query('select * from journal_heads for update');
  const started = performance.now();
  await expect(store.journal.append(noteOf(organization))).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  expect(performance.now() - started).toBeLessThan(3_500);
  await other.query('rollback');
  await store.journal.append(noteOf(organization));
  await other.end();
  await store.close();
});

test('a server that does not answer in time says so, and when to come again', async () => {
  const { proxy, store } = await openThroughProxy();
  proxy.close();
  const unavailable = { refusal: 'unavailable', retryAfterS: 2 };
  await expect.poll(() => store.keys.find('key_none').catch((thrown: unknown) => thrown)).toMatchObject(unavailable);
  await expect(store.journal.append(noteOf(newId('org')))).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  await store.close();
});

test('connections that the server ends are replaced', async () => {
  const store = await openStore({ kind: 'postgres', url }, { instance: 'test' });
  expect(await store.ready()).toBe(true);
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'bulwark' and datname = current_database()`);
  await expect.poll(() => store.ready()).toBe(true);
  await other.end();
  await store.close();
});

test('a server that may lose acknowledged commits is refused', async () => {
  const weak = new URL(url);
  weak.searchParams.set('options', '-c synchronous_commit=off');
  const opening = openStore({ kind: 'postgres', url: weak.href }, { instance: 'test' });
  await expect(opening).rejects.toThrow('Turn on: synchronous_commit');
});

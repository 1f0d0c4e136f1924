import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { embeddedDialect } from '../../src/store/dialect/embedded.ts';
import { postgresDialect } from '../../src/store/dialect/postgres.ts';
import { openStore, type Store, type StoreHome } from '../../src/store/open.ts';
import type { Tables } from '../../src/store/tables.ts';

export const kinds = ['embedded', 'postgres'] as const;
export type Kind = (typeof kinds)[number];

export type Home = { home: StoreHome; remove(): Promise<void> };

/** An empty place to put a store. */
export async function newHome(kind: Kind): Promise<Home> {
  return kind === 'embedded' ? newDirectory() : newDatabase(inject('postgresUrl'));
}

async function newDirectory(): Promise<Home> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-store-'));
  return { home: { kind: 'embedded', directory }, remove: () => rm(directory, { recursive: true, force: true }) };
}

async function newDatabase(server: string): Promise<Home> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await statement(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    home: { kind: 'postgres', url: url.href },
    remove: () => statement(server, `drop database ${name} with (force)`),
  };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

export function dialectOf(home: StoreHome) {
  return home.kind === 'embedded' ? embeddedDialect(home.directory) : postgresDialect(home.url);
}

export function openDirectly(home: StoreHome): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: dialectOf(home).connect() });
}

/** Goes around the store, as somebody with the database's password or file could. */
export async function directly(home: StoreHome, ...statements: string[]): Promise<void> {
  const db = openDirectly(home);
  try {
    for (const text of statements) await sql.raw(text).execute(db);
  } finally {
    await db.destroy();
  }
}

/** Switches the guard of the journal off for some statements. */
export async function tamper(home: StoreHome, text: string): Promise<void> {
  if (home.kind === 'embedded') {
    await directly(home, 'drop trigger journal_no_update', 'drop trigger journal_no_delete', text);
  } else {
    await directly(home, 'alter table journal disable trigger all', text);
  }
}

export type Opened = {
  store: Store;
  home: StoreHome;
  /** Moves the clock of every store opened here. */
  advance(ms: number): void;
  /**
   * A further instance on the same data; closed at the end. Two of an embedded store in this one process must take
   * turns: waiting for the other's transaction would keep it from ending.
   */
  another(instance: string): Promise<Store>;
};

/** The same tests on both databases. One empty store per suite; tests keep apart by organization. */
export function onBothDatabases(name: string, suite: (opened: Opened) => void): void {
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    let offset = 0;
    let place: Home;
    const others: Store[] = [];
    const another = async (instance: string) => {
      const store = await openStore(place.home, { instance, clockOffsetMs: () => offset });
      others.push(store);
      return store;
    };
    const opened = { another, advance: (ms: number) => (offset += ms) } as unknown as Opened;

    beforeAll(async () => {
      place = await newHome(kind);
      Object.assign(opened, { home: place.home, store: await another('first') });
    });

    afterAll(async () => {
      for (const store of others) await store.close();
      await place.remove();
    });

    suite(opened);
  });
}

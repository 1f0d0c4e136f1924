import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject, it, onTestFinished } from 'vitest';
import { raceContain, raceEnv } from '../e2e/contain-race.ts';
import { restClient } from '../e2e/product.ts';
import { openWorld } from '../e2e/world.ts';

const callers = process.env['GATES_SLICE'] ? 200 : 1_000;

it(`lets ${callers} callers of one containment share one pair of writes`, async () => {
  const world = await openWorld({ env: raceEnv });
  await raceContain(world, [world.product], callers);
});

it(`lets ${callers} callers at two instances share one pair of writes`, async () => {
  const env = { ...raceEnv, DATABASE_URL: await newDatabase() };
  const world = await openWorld({ env });
  // The later start replaces the key that the earlier one printed.
  const later = await world.start();
  await raceContain(world, [restClient(world.product.url, later.key), later], callers);
});

async function newDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  const name = `race_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  onTestFinished(async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.end();
  });
  url.pathname = `/${name}`;
  return url.href;
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { openStore } from '../../src/store/open.ts';
import { newHome } from '../store/homes.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../infra/OPERATIONS.md'), 'utf8');

it('says of every table how long it is kept', async () => {
  const { home, remove } = await newHome('embedded');
  await (await openStore(home, { instance: 'test' })).close();
  if (home.kind !== 'embedded') throw new Error('not reached');
  const db = new DatabaseSync(join(home.directory, 'bulwark.db'), { readOnly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all();
  db.close();
  await remove();
  const names = tables.map(({ name }) => String(name)).filter((name) => !name.startsWith('kysely_'));
  const told = [...guide.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  expect(told.toSorted()).toEqual(names.toSorted());
});

it('names only metrics that there are', async () => {
  const sources = { backlog: async () => ({ waiting: 0, oldestMs: 0, dead: 0 }), alerts: async () => ({}) };
  const { registry } = createMetrics(sources);
  const known = registry.getMetricsAsArray().map(({ name }) => name);
  const named = [...guide.matchAll(/`((?:bulwark|nodejs)_[a-z_]+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

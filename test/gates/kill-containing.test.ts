import { expect, it } from 'vitest';
import { killContaining } from '../e2e/kill-containing.ts';
import { newHome } from '../store/homes.ts';

const kills = Number(process.env['GATE_KILLS'] ?? (process.env['GATES_SLICE'] ? 10 : 200));
const timeout = 60 * 60_000;

it(`keeps its record true when it is killed ${kills} times while it contains`, { timeout }, () =>
  killContaining(kills, 3),
);

it(`keeps its record true on PostgreSQL when it is killed ${kills} times while it contains`, { timeout }, async () => {
  const { home, remove } = await newHome('postgres');
  expect(home.kind).toBe('postgres');
  await killContaining(kills, 4, home.kind === 'postgres' ? home.url : '');
  await remove();
});

import { it } from 'vitest';
import { killProduct } from '../e2e/kill-product.ts';

const kills = process.env['GATES_SLICE'] ? 10 : 50;

it(`keeps its record true when it is killed ${kills} times while it hardens`, { timeout: kills * 60_000 }, () =>
  killProduct(kills, 2),
);

import { it } from 'vitest';
import { killProduct } from './kill-product.ts';

it('keeps its record true when it is killed ten times while it hardens', { timeout: 300_000 }, () =>
  killProduct(10, 1),
);

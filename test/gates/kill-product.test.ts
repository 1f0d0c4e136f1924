import { it } from 'vitest';
import { killProduct } from '../e2e/kill-product.ts';

it('keeps its record true when it is killed fifty times while it hardens', { timeout: 1_500_000 }, () =>
  killProduct(50, 2),
);

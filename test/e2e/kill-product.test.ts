import { it } from 'vitest';
import { killProduct } from './kill-product.ts';

it('keeps its record true when it is killed four times while it hardens', { timeout: 300_000 }, () =>
  killProduct(4, 1),
);

import { it } from 'vitest';
import { killContaining } from './kill-containing.ts';

it('keeps its record true when it is killed four times while it contains', { timeout: 300_000 }, () =>
  killContaining(4, 1),
);

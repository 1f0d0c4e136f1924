import { test } from 'vitest';
import { kinds } from './homes.ts';
import { killWriters } from './kill.ts';

test.concurrent.for(kinds)(
  'no acknowledged row is lost when its writer is killed (%s)',
  { timeout: 120_000 },
  async (kind, { expect }) => {
    expect(await killWriters(kind, 10)).toEqual(Array(10).fill(0));
  },
);

import { test } from 'vitest';
import { kinds } from '../store/homes.ts';
import { killWriters } from '../store/kill.ts';

const times = Number(process.env['GATE_KILLS'] ?? (process.env['GATES_SLICE'] ? 10 : 50));

test.concurrent.for(kinds)(
  'no acknowledged row is lost when its writer is killed (%s)',
  { timeout: 600_000 },
  async (kind, { expect }) => {
    expect(await killWriters(kind, times)).toEqual(Array(times).fill(0));
  },
);

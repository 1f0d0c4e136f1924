import { it } from 'vitest';
import { stormAndKill } from '../e2e/idempotency-storm.ts';
import { kinds } from '../store/homes.ts';

const times = process.env['GATES_SLICE'] ? 100 : 1_000;

it.each(kinds)('a request that is sent a thousand times at once acts once, also after kill -9 (%s)', (kind) =>
  stormAndKill(kind, times),
);

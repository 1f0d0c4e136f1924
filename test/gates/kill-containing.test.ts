import { expect, it, onTestFinished } from 'vitest';
import { killContaining } from '../e2e/kill-containing.ts';
import { newHome } from '../store/homes.ts';

/** Rounds are tests of their own, so that `-t "round 3 of"` runs a part. */
const rounds = Array.from({ length: process.env['GATES_SLICE'] ? 1 : 20 }, (_, at) => at + 1);
const kills = 10;
const timeout = 15 * 60_000;

it.for(rounds)(
  `round %i of ${kills} kills while it contains leaves a true record on each database`,
  { timeout },
  async (round) => {
    const { home, remove } = await newHome('postgres');
    onTestFinished(remove);
    expect(home.kind).toBe('postgres');
    const interrupted = await Promise.all([
      killContaining(kills, 2 * round),
      killContaining(kills, 2 * round + 1, home.kind === 'postgres' ? home.url : ''),
    ]);
    for (const count of interrupted) expect(count).toBeGreaterThan(0);
  },
);

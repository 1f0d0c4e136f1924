import { test } from 'vitest';
import { kinds } from '../store/homes.ts';
import { killWriters } from '../store/kill.ts';

/** Rounds are tests of their own, so that `-t "round 3 "` runs a part. */
const rounds = Array.from({ length: process.env['GATES_SLICE'] ? 1 : 5 }, (_, at) => at + 1);
const kills = 10;
const timeout = 15 * 60_000;
const cases = rounds.flatMap((round) => kinds.map((kind) => ({ round, kind })));

test.for(cases)(
  `round $round of ${kills} kills in a write loop loses no acknowledged row ($kind)`,
  { timeout },
  async ({ kind }, { expect }) => {
    expect(await killWriters(kind, kills)).toEqual(Array(kills).fill(0));
  },
);

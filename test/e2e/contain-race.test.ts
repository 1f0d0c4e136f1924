import { it } from 'vitest';
import { raceContain, raceEnv } from './contain-race.ts';
import { useWorld } from './world.ts';

const world = useWorld({ env: raceEnv });

it('lets a hundred callers of one containment share one pair of writes', { timeout: 120_000 }, () =>
  raceContain(world(), [world().product], 100),
);

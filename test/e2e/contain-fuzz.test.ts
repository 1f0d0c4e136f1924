import { it } from 'vitest';
import { fuzzContain } from './contain-fuzz.ts';
import { useWorld } from './world.ts';

const world = useWorld();

it('lets no name of a user become a path, in 300 tries', { timeout: 120_000 }, () => fuzzContain(world(), 300));

import { it } from 'vitest';
import { fuzzContain } from '../e2e/contain-fuzz.ts';
import { useWorld } from '../e2e/world.ts';

const world = useWorld();
const count = process.env['GATES_SLICE'] ? 500 : 5_000;

it(`lets no name of a user become a path, in ${count} tries`, () => fuzzContain(world(), count));

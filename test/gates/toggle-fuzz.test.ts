import { it } from 'vitest';
import { fuzzToggle } from '../e2e/toggle-fuzz.ts';
import { useWorld } from '../e2e/world.ts';

const world = useWorld();
const count = process.env['GATES_SLICE'] ? 500 : 2_000;

it(`refuses ${count} toggles that nobody should send, without a word to Graph`, () => fuzzToggle(world(), count));

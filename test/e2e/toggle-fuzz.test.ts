import { it } from 'vitest';
import { fuzzToggle } from './toggle-fuzz.ts';
import { useWorld } from './world.ts';

const world = useWorld();

it('refuses 150 toggles that nobody should send, without a word to Graph', () => fuzzToggle(world(), 150));

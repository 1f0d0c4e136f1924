import { it } from 'vitest';
import { fuzzToggle } from '../e2e/toggle-fuzz.ts';
import { useWorld } from '../e2e/world.ts';

const world = useWorld();

it('refuses 2,000 toggles that nobody should send, without a word to Graph', { timeout: 300_000 }, () =>
  fuzzToggle(world(), 2_000),
);

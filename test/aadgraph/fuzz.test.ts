import { it } from 'vitest';
import { useFace } from './face.ts';
import { fuzzFace } from './fuzz.ts';

const face = useFace();

it('answers 300 requests that hardly make sense in its own words', () => fuzzFace(face(), 300), 120_000);

import { it } from 'vitest';
import { useFace } from '../aadgraph/face.ts';
import { fuzzFace } from '../aadgraph/fuzz.ts';

const face = useFace();
const count = process.env['GATES_SLICE'] ? 600 : 3_000;

it(`answers ${count} requests that hardly make sense in its own words`, () => fuzzFace(face(), count));

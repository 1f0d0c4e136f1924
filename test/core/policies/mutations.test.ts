import { it } from 'vitest';
import { judgeMutatedDocuments } from './mutations.ts';

it('never throws at a mutated document, and never calls one secure that is not: 10,000 of them', () => {
  judgeMutatedDocuments(10_000);
}, 120_000);

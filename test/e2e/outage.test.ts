import { it } from 'vitest';
import { writeThrough } from './outage.ts';

it.runIf(process.platform === 'linux')(
  'a store that takes no writes stops every change, and nothing else',
  { timeout: 120_000 },
  async () => {
    await writeThrough('takesNoWrites', 20);
  },
);

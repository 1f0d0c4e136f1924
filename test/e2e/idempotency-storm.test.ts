import { it } from 'vitest';
import { stormAndKill } from './idempotency-storm.ts';

it('a request that is sent many times at once acts once, also after kill -9', { timeout: 120_000 }, () =>
  stormAndKill('embedded', 60),
);

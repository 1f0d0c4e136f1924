import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { watchLoopLag } from '../../src/http/loop-lag.ts';

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('rises while the loop is blocked again and again, and falls when it is free', async () => {
  const lag = watchLoopLag();
  for (let turn = 0; turn < 5; turn++) {
    block(250);
    await sleep(1);
  }
  await vi.waitFor(() => expect(lag.meanMs()).toBeGreaterThan(100), { timeout: 3_000 });
  await vi.waitFor(() => expect(lag.meanMs()).toBeLessThan(100), { timeout: 5_000 });
  lag.stop();
});

import { createHash } from 'node:crypto';
import type { Runtime } from '../../../src/core/runtime.ts';

type Sleeper = { at: number; wake: () => void };

/** A machine whose time passes only when all work waits: then the clock jumps to whoever sleeps least. */
export function virtualRuntime(): Runtime {
  const sleepers: Sleeper[] = [];
  let now = Date.UTC(2026, 0, 1);
  let ids = 0;

  function wakeNext(): void {
    const next = sleepers.reduce((first, sleeper) => (sleeper.at < first.at ? sleeper : first));
    sleepers.splice(sleepers.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.wake();
  }

  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: now + ms, wake });
        setImmediate(wakeNext);
      }),
    newId: () => String(++ids).padStart(26, '0'),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

import { monitorEventLoopDelay } from 'node:perf_hooks';

export type LoopLag = { meanMs(): number; stop(): void };

const windowMs = 1_000;

/** The mean delay of the event loop over the last full second: one long pause is no overload, a row of them is. */
export function watchLoopLag(): LoopLag {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  let mean = 0;
  delays.enable();
  const timer = setInterval(() => {
    if (delays.count > 0) mean = delays.mean / 1e6;
    delays.reset();
  }, windowMs).unref();
  return {
    meanMs: () => mean,
    stop: () => {
      clearInterval(timer);
      delays.disable();
    },
  };
}

import type { Runtime } from './runtime.ts';

/** The outcome, or undefined when it is not there in time. The work itself goes on. */
export async function within<T>(runtime: Runtime, ms: number, work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work, runtime.sleep(ms).then(() => undefined)]);
}

import type { Reading } from '../graph-answers.ts';
import type { Runtime } from '../runtime.ts';
import type { Patience } from './work.ts';

/** Offsets from the write, in milliseconds: Graph replicates, and the first reads may still be old. */
const rereadAtMs = { usual: [500, 1_000, 2_000, 4_000], final: [0] } satisfies Record<Patience, readonly number[]>;

const disconnected: Reading<never> = {
  status: 'error',
  refusal: { status: 'error', reason: 'unavailable', needsReconsent: false },
};

/** The first reading that shows the wanted state, else the last one. Without `read` nobody can look any more. */
export async function reread<T>(
  runtime: Runtime,
  patience: Patience,
  read: (() => Promise<Reading<T>>) | undefined,
  reached: (value: T) => boolean,
): Promise<Reading<T>> {
  let reading: Reading<T> = disconnected;
  if (!read) return reading;
  let waited = 0;
  for (const at of rereadAtMs[patience]) {
    await runtime.sleep(at - waited);
    waited = at;
    reading = await read();
    if (reading.status === 'ok' && reached(reading.value)) break;
  }
  return reading;
}

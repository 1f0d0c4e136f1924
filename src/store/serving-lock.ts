import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type ServingLock = { release(): void };

/** Keeps a lock alive whose holder forgot about it. */
const held = new Set<DatabaseSync>();

/**
 * Makes this process the one server of an embedded store. The operating system frees the lock when the process
 * ends, however it ends. The operator's command line does not take it and works beside a running server.
 */
export function holdServingLock(directory: string): ServingLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(directory, 'serving.lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw new Error(`Another Bulwark server is using ${directory}. Stop it, or set another DATA_DIR.`, {
      cause: error,
    });
  }
  held.add(lock);
  return { release: () => release(lock) };
}

function release(lock: DatabaseSync): void {
  if (held.delete(lock)) lock.close();
}

import type { Runtime } from '../runtime.ts';
import type { Operation } from './operation.ts';
import type { OperationStore } from './operation-store.ts';

const pollMs = 250;

/**
 * What became of an operation that another process works on, once it is no longer running or `limitMs` are over.
 * However many wait for it here, the store is asked once at a time.
 */
export function waitElsewhere(store: Pick<OperationStore, 'find'>, runtime: Runtime, limitMs: number) {
  const waiting = new Map<string, Promise<Operation | undefined>>();

  async function look(organization: string, id: string): Promise<Operation | undefined> {
    const until = runtime.now() + limitMs;
    for (;;) {
      await runtime.sleep(pollMs);
      const operation = await store.find(organization, id);
      if (operation?.state !== 'running' || runtime.now() > until) return operation;
    }
  }

  return function wait(organization: string, id: string): Promise<Operation | undefined> {
    const key = `${organization}/${id}`;
    const looking = waiting.get(key) ?? look(organization, id).finally(() => waiting.delete(key));
    waiting.set(key, looking);
    return looking;
  };
}

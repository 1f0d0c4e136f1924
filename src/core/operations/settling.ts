import type { Runtime } from '../runtime.ts';
import { endingDetail, operationEntry } from './entries.ts';
import { type Operation, type OperationDraft, subjectsOf } from './operation.ts';
import type { Lock, OperationStore } from './operation-store.ts';
import type { Ending } from './work.ts';

export type SettlingPorts = { store: OperationStore; runtime: Runtime };

const settleRetryMs = 1_000;

/** The writes are done and cannot be taken back, so their record is written until it is there. */
export async function settleForSure(
  ports: SettlingPorts,
  draft: OperationDraft,
  lock: Lock,
  ending: Ending,
  interrupted: boolean,
): Promise<Operation> {
  for (;;) {
    try {
      return await settle(ports, draft, lock, ending, interrupted);
    } catch {
      await ports.runtime.sleep(settleRetryMs);
    }
  }
}

export function settle(
  { store }: Pick<SettlingPorts, 'store'>,
  draft: OperationDraft,
  lock: Lock,
  ending: Ending,
  interrupted: boolean,
): Promise<Operation> {
  const entry = operationEntry(interrupted ? 'interrupted' : 'outcome', draft, endingDetail(ending));
  const { steps, result } = ending;
  return store.settle({
    draft,
    lock,
    steps,
    result,
    interrupted,
    entry,
    subjects: subjectsOf(draft),
  });
}

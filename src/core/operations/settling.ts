import type { NewCard } from '../chat.ts';
import type { Runtime } from '../runtime.ts';
import { endingDetail, operationEntry } from './entries.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { Lock, OperationStore } from './operation-store.ts';
import { subjectsOf } from './subjects.ts';
import type { Ending } from './work.ts';

export type SettlingPorts = {
  store: OperationStore;
  runtime: Runtime;
  /** Told of an outcome that cannot be made durable: when that begins, and again each minute that it lasts. */
  onUnsettled?: (draft: OperationDraft, thrown: unknown) => void;
};

/** How it ended, and who is told of it beside those who see it already. */
type Conclusion = Ending & { interrupted: boolean; sends?: readonly NewCard[] };

const settleRetryMs = 1_000;
const triesBetweenNotices = 60;

/** The writes are done and cannot be taken back, so their record is written until it is there. */
export async function settleForSure(
  ports: SettlingPorts,
  draft: OperationDraft,
  lock: Lock,
  conclusion: Conclusion,
): Promise<Operation> {
  for (let tries = 0; ; tries++) {
    try {
      return await settle(ports, draft, lock, conclusion);
    } catch (thrown) {
      if (tries % triesBetweenNotices === 0) ports.onUnsettled?.(draft, thrown);
      await ports.runtime.sleep(settleRetryMs);
    }
  }
}

export function settle(
  { store }: Pick<SettlingPorts, 'store'>,
  draft: OperationDraft,
  lock: Lock,
  { steps, result, interrupted, sends = [] }: Conclusion,
): Promise<Operation> {
  const entry = operationEntry(interrupted ? 'interrupted' : 'outcome', draft, endingDetail({ steps, result }));
  return store.settle({ draft, lock, steps, result, interrupted, entry, subjects: subjectsOf(draft), sends });
}

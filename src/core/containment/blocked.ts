import { isRefusal } from '../errors.ts';

/** What stands in the way for good, in a sentence, so that a confirmation can say it; other refusals go on. */
export async function orBlocked<T>(check: () => Promise<T>): Promise<T | { blocked: string }> {
  try {
    return await check();
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.refusal === 'protected_target') return { blocked: thrown.message };
    throw thrown;
  }
}

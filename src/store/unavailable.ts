import { isRefusal, refusal } from '../core/errors.ts';

/** For records that have to be durable before anything may change: without them the request ends here. */
export async function orJournalUnavailable<T>(record: () => Promise<T>): Promise<T> {
  try {
    return await record();
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.refusal !== 'unavailable') throw thrown;
    const message = 'The audit record cannot be written now, so Bulwark changes nothing. Try again in a minute.';
    throw Object.assign(refusal('journal_unavailable', message), { cause: thrown });
  }
}

import { isRefusal } from '../../../src/core/errors.ts';

/** The code a request was refused with; `done` when it was not. */
export async function codeOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'done';
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.refusal;
    throw thrown;
  }
}

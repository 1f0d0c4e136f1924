export const cardType = 'application/vnd.microsoft.card.adaptive';
const messageType = 'application/vnd.microsoft.activity.message';
const errorType = 'application/vnd.microsoft.error';

/**
 * What a press led to: `{card}`, `{notice}`, `{error}` or nothing to show. The answer is the product's HTTP status and
 * invoke response (`{statusCode, type, value}`).
 */
export function readOutcome({ status, body }) {
  if (status < 200 || status >= 400) return { error: unreachable(status) };
  if (body?.type === cardType) return { card: body.value };
  if (body?.type === messageType) return { notice: String(body.value) };
  if (isError(body)) return { error: body.value?.message ?? 'Something went wrong. Please try again.' };
  return {};
}

/** Teams' own words for an app that did not answer, and what it said instead. */
export function unreachable(status) {
  const detail = status === 0 ? 'no answer' : `HTTP ${status}`;
  return `Unable to reach the app. Please try again. (${detail})`;
}

function isError(body) {
  return typeof body?.type === 'string' && body.type.startsWith(errorType);
}

import { lifetimeSeconds } from '../token-policies/definition-rules.ts';
import type { PolicyValue, Range } from './entry.ts';

/** How much a value is, to compare it by: a number, digits, or the seconds of `P180D` and `[d.]hh:mm:ss`. */
export function sizeOf(value: PolicyValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^\d{1,15}$/.test(value) ? Number(value) : (durationSeconds(value) ?? lifetimeSeconds(value));
}

export function isWithin({ from, to }: Range, value: PolicyValue): boolean {
  const size = sizeOf(value);
  if (size === undefined) return false;
  return size >= bound(from, Number.NEGATIVE_INFINITY) && size <= bound(to, Number.POSITIVE_INFINITY);
}

function bound(limit: number | string | undefined, none: number): number {
  return limit === undefined ? none : (sizeOf(limit) ?? Number.NaN);
}

const iso8601 =
  /^P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,10})(?:\.\d+)?S)?)?$/i;
const daySeconds = 86_400;
const partSeconds = [366 * daySeconds, 31 * daySeconds, 7 * daySeconds, daySeconds, 3_600, 60, 1];

/** Years and months at their longest, so that nothing is taken for shorter than it can be. */
function durationSeconds(text: string): number | undefined {
  const found = iso8601.exec(text);
  if (!found) return undefined;
  return partSeconds.reduce((sum, seconds, at) => sum + seconds * Number(found[at + 1] ?? 0), 0);
}

/** Fields of one digit and fractions of any length occur in what Microsoft Graph sends. */
const shape = /^(\d{4})-(\d\d?)-(\d\d?)T(\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))?$/i;

/** Milliseconds since 1970 of a time as Graph writes it, in UTC unless it names an offset; undefined for anything else. */
export function parseTime(text: string | null): number | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] =
    shape.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  return date + Math.floor(Number(`0.${fraction || '0'}`) * 1000) - (sign === '-' ? -offset : offset);
}

export const dayMs = 86_400_000;

/** Milliseconds since 1970 at which a day in the form YYYY-MM-DD begins in UTC; undefined for what is no such day. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : at;
}

/** Newest first; what has no time that can be read comes last. */
export function newestFirst<T>(items: readonly T[], timeOf: (item: T) => string | null): readonly T[] {
  const at = (item: T) => parseTime(timeOf(item)) ?? 0;
  return items.toSorted((one, other) => at(other) - at(one));
}

/** "2026-11-22 08:14 UTC": a time inside a sentence of core's. */
export function writtenTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "2026-11-22", in UTC. */
export function writtenDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The start of the day, as Graph writes times. */
export function dayOf(ms: number): string {
  return `${writtenDay(ms)}T00:00:00Z`;
}

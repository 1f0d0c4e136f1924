const minuteMs = 60_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "22 Nov 2026 08:14 UTC" */
export function utc(ms: number): string {
  return `${day(ms)} ${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

/** "22 Nov 2026", in UTC */
export function day(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "2026-11-22", as date inputs take it */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** "6 min ago"; a clock that runs behind says "just now". */
export function ago(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / minuteMs);
  if (minutes < 1) return 'just now';
  return `${roughly(minutes)} ago`;
}

/** "10 min", never less than one: how long something still works. */
export function left(until: number, now: number): string {
  return roughly(Math.max(1, Math.round((until - now) / minuteMs)));
}

function roughly(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / (24 * 60))} days`;
}

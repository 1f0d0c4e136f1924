import type { AlertLevel } from './alert.ts';
import type { Subscription } from './subscription.ts';

const dayMinutes = 24 * 60;
const minuteMs = 60_000;

/** Until when what is told of an alert has to wait; undefined when it may be told now. */
export function heldUntil(subscription: Pick<Subscription, 'quiet' | 'zone'>, level: AlertLevel, now: number) {
  return level === 'high' ? undefined : quietUntil(subscription, now);
}

/** When quiet hours that hold at `now` end; undefined when none hold. */
export function quietUntil({ quiet, zone }: Pick<Subscription, 'quiet' | 'zone'>, now: number): number | undefined {
  if (!quiet) return undefined;
  const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), minuteOfDay(zone, now)];
  const isQuiet = from <= to ? from <= at && at < to : at >= from || at < to;
  return isQuiet ? nextAt(zone, to, now) : undefined;
}

/**
 * The next moment after `now` at which the clocks of the zone show this minute of the day. In the night that skips it,
 * as much later as they are put forward: never before, or it would come twice.
 */
export function nextAt(zone: string, minute: number, now: number): number {
  const start = now - (now % minuteMs);
  const guess = start + ((minute - minuteOfDay(zone, now) + dayMinutes) % dayMinutes || dayMinutes) * minuteMs;
  // Clocks that are moved in between make a day longer or shorter.
  const off = (minuteOfDay(zone, guess) - minute + dayMinutes) % dayMinutes;
  const corrected = guess - (off > dayMinutes / 2 ? off - dayMinutes : off) * minuteMs;
  return corrected > now && minuteOfDay(zone, corrected) === minute ? corrected : guess;
}

export function minutesOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Minutes since midnight on the clocks of a zone. */
export function minuteOfDay(zone: string, at: number): number {
  return minutesOf(clockOf(zone).format(at));
}

export function isZone(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined;
  } catch {
    return false;
  }
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

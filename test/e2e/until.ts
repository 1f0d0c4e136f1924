import { setTimeout as sleep } from 'node:timers/promises';

type Patience = { ms?: number; everyMs?: number };

/** What `look` gives as soon as it gives something; fails in words when the time is over. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { ms = 20_000, everyMs = 50 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${ms} ms in vain until ${what}.`);
    await sleep(everyMs);
  }
}

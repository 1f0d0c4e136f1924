import type { Runtime } from './runtime.ts';

type Kept<T> = { answer: Promise<T>; until: number };

const maxKept = 1_000;

/**
 * Answers by key, each asked for once and kept for `keepMs(answer)` from the moment of asking. Whoever asks meanwhile
 * gets the same one; a failure is kept for nobody.
 */
export function remembered<T>({ now }: Pick<Runtime, 'now'>, keepMs: (answer: T) => number) {
  const kept = new Map<string, Kept<T>>();

  function start(key: string, load: () => Promise<T>): Promise<T> {
    if (kept.size >= maxKept) forgetOld();
    const askedAt = now();
    const entry: Kept<T> = { answer: load(), until: Number.POSITIVE_INFINITY };
    kept.set(key, entry);
    entry.answer.then(
      (answer) => {
        entry.until = askedAt + keepMs(answer);
      },
      () => kept.delete(key),
    );
    return entry.answer;
  }

  function forgetOld(): void {
    for (const [key, { until }] of kept) if (until <= now()) kept.delete(key);
  }

  return function ask(key: string, load: () => Promise<T>): Promise<T> {
    const known = kept.get(key);
    return known && now() < known.until ? known.answer : start(key, load);
  };
}

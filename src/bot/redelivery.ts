import { LRUCache } from 'lru-cache';

const keptMs = 10 * 60_000;
const maxKept = 50_000;
/** Characters of JSON: an answer to a press can hold a whole card. */
const maxKeptSize = 64 * 1024 * 1024;

/** Teams repeats what it thinks was not answered: the same activity gets the same answer and runs once. */
export function createOnce<Answer extends object>(now: () => number, maxSize = maxKeptSize) {
  const limits = { max: maxKept, maxSize, ttl: keptMs, ttlResolution: 0 };
  const kept = new LRUCache<string, { answer: Promise<Answer> }>({ ...limits, perf: { now } });

  async function weigh(key: string, answer: Promise<Answer>): Promise<void> {
    const size = JSON.stringify(await answer).length;
    kept.set(key, { answer }, { size, noUpdateTTL: true });
  }

  return function once(activity: { id: string; conversation: { id: string } }, run: () => Promise<Answer>) {
    const key = JSON.stringify([activity.conversation.id, activity.id]);
    const known = kept.get(key);
    if (known) {
      return known.answer;
    }
    const answer = run();
    kept.set(key, { answer }, { size: 1 });
    weigh(key, answer).catch(() => undefined);
    return answer;
  };
}

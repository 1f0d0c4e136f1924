import type { KeyHolder } from './actors.ts';
import { refuse } from './errors.ts';
import { findKey, type Keys } from './keys.ts';
import type { RateCounter } from './rate-limits.ts';
import type { Runtime } from './runtime.ts';

/** Who stands at the door: the API key as it was presented, and the network address it comes from. */
export type Caller = { key: string; address: string; use: 'read' | 'write' };

export type Admit = (caller: Caller) => Promise<KeyHolder>;

export type AdmissionPorts = {
  keys: Pick<Keys, 'findByDigest'>;
  rates: { read: RateCounter; write: RateCounter; strangers: RateCounter };
  runtime: Pick<Runtime, 'sha256'>;
};

/** Lets in whoever has a key that works and has not used it too often. Every key that does not work is told the same. */
export function admission({ keys, rates, runtime }: AdmissionPorts): Admit {
  return async function admit({ key, address, use }) {
    const record = await findKey(keys, runtime, key);
    if (!record) {
      await requireRate(rates.strangers, address, 'There were too many requests without a valid API key.');
      return refuse('unauthenticated', 'Send a valid API key as "Authorization: Bearer ak_live_…".');
    }
    const { id, organization, name, unlimited } = record;
    if (!unlimited) await requireRate(rates[use], id, `This API key has sent too many ${use}s.`);
    return { kind: 'key', organization, keyId: id, name };
  };
}

async function requireRate(counter: RateCounter, key: string, problem: string): Promise<void> {
  const waitMs = await counter.hit(key);
  if (waitMs === undefined) return;
  const retryAfterS = Math.ceil(waitMs / 1_000);
  refuse('throttled', `${problem} Try again in ${retryAfterS} seconds.`, { retryAfterS });
}

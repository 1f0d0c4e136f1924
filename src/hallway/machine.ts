import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatKey } from '../core/keys.ts';
import type { Runtime } from '../core/runtime.ts';

/** Core's runtime on this machine. A pending sleep does not keep the process alive. */
export const machine: Runtime = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms, undefined, { ref: false }),
  newId: () => randomText('0123456789abcdefghijklmnopqrstuvwxyz', 26),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

/** Characters of the alphabet, each as likely as the others. */
export function randomText(alphabet: string, length: number): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < fair) text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A key nobody has seen yet. */
export function newApiKey(): string {
  return formatKey(randomText(base62, 36));
}

import type { Scope } from './actors.ts';
import type { Runtime } from './runtime.ts';

export type KeyRecord = {
  /** `key_…` */
  id: string;
  organization: string;
  name: string;
  scopes: readonly Scope[];
  connections?: readonly string[];
  createdAt: number;
  expiresAt?: number;
  revokedAt?: number;
  lastUsedAt?: number;
  /** No rate limit applies to it. */
  unlimited?: boolean;
};

export type Keys = {
  /** `digest` is the SHA-256 of the whole key; the key itself is never stored. */
  create(key: Omit<KeyRecord, 'createdAt' | 'lastUsedAt' | 'revokedAt'>, digest: string): Promise<KeyRecord>;
  /** A key that is neither revoked nor expired, compared in constant time. */
  findByDigest(digest: string): Promise<KeyRecord | undefined>;
  find(id: string): Promise<KeyRecord | undefined>;
  /** As {@link Keys.find}, of a key that is neither revoked nor expired. */
  findLive(id: string): Promise<KeyRecord | undefined>;
  list(organization: string): Promise<readonly KeyRecord[]>;
  revoke(organization: string, id: string): Promise<boolean>;
};

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const shape = /^ak_live_([0-9A-Za-z]{36})([0-9A-Za-z]{6})$/;

/** Puts 36 random characters into the key format: `ak_live_` + random + CRC-32 checksum in base 62. */
export function formatKey(random: string): string {
  return `ak_live_${random}${checksum(random)}`;
}

/** Wrong ones are told apart without asking the store. */
export function looksLikeKey(text: string): boolean {
  const [, random = '', sum] = shape.exec(text) ?? [];
  return sum !== undefined && checksum(random) === sum;
}

/** The record of this key, if it is one that works now. */
export async function findKey(
  keys: Pick<Keys, 'findByDigest'>,
  { sha256 }: Pick<Runtime, 'sha256'>,
  presented: string,
): Promise<KeyRecord | undefined> {
  return looksLikeKey(presented) ? keys.findByDigest(sha256(presented)) : undefined;
}

function checksum(text: string): string {
  let left = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = alphabet.charAt(left % 62) + digits;
    left = Math.floor(left / 62);
  }
  return digits;
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

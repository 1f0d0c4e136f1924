import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Public keys by fingerprint: SHA-256 of the SPKI form, lower-case hex. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

export type CheckpointKey = {
  /** Its fingerprint. */
  id: string;
  privateKey: KeyObject;
  /** Its own public key, and those of the keys it replaced. */
  trusted: TrustedKeys;
};

/**
 * Reads an Ed25519 private key: the path of a PEM file, or PEM or DER as base64 (PKCS #8). Public keys that follow
 * it are former ones: what they signed is still believed.
 */
export function readCheckpointKey(given: string): CheckpointKey {
  const pem = existsSync(given) ? privateFile(given) : pemIn(given);
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType === 'ed25519') return keyOf(privateKey, pem);
  } catch {
    // What is wrong with a secret is not told by quoting it.
  }
  throw new Error(
    'CHECKPOINT_KEY: neither a file nor an Ed25519 private key (PKCS #8). Make one: openssl genpkey -algorithm ed25519 -out checkpoint-key.pem',
  );
}

/** Makes a key where there is none. Several processes may do it at once: one key remains. */
export function ensureCheckpointKey(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/** The public keys in a text of PEM blocks; one that cannot be read is nobody's. */
export function publicKeysIn(pem: string): TrustedKeys {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  return new Map(blocks.flatMap(readPublicKey));
}

function readPublicKey(block: string): [string, KeyObject][] {
  try {
    return [named(createPublicKey(block))];
  } catch {
    return [];
  }
}

export function publicKeysText(trusted: TrustedKeys): string {
  return [...trusted.values()].map((key) => key.export({ type: 'spki', format: 'pem' })).join('');
}

function keyOf(privateKey: KeyObject, pem: string): CheckpointKey {
  const [id, own] = named(createPublicKey(privateKey));
  return { id, privateKey, trusted: new Map([[id, own], ...publicKeysIn(pem)]) };
}

function named(key: KeyObject): [string, KeyObject] {
  const spki = key.export({ type: 'spki', format: 'der' });
  return [createHash('sha256').update(spki).digest('hex'), key];
}

function privateFile(path: string): string {
  const mode = statSync(path).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`${path} is open to other accounts (mode ${mode.toString(8)}). Run: chmod 600 "${path}"`);
  }
  return readFileSync(path, 'utf8');
}

function pemIn(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  if (text.includes('-----BEGIN')) return text;
  return `-----BEGIN PRIVATE KEY-----\n${base64.trim()}\n-----END PRIVATE KEY-----\n`;
}

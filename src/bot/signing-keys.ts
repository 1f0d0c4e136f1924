import { importJWK } from 'jose';
import { z } from 'zod/v4';

const refreshMs = 24 * 3_600_000;
/** "May be cached … by default 5 days": Bot Framework authentication, OpenID metadata. */
const usableMs = 5 * 24 * 3_600_000;
const pauseMs = 60_000;
const pauseWithoutKeysMs = 5_000;

export type SigningKey = Awaited<ReturnType<typeof importJWK>>;

export type SigningKeys = {
  /** Answers `unavailable` when the service's keys could not be read for longer than they may be kept. */
  find(kid: string): Promise<SigningKey | 'unknown' | 'unavailable'>;
  ready(): Promise<boolean>;
};

type KeySource = { metadataUrl: string; now: () => number; timeoutMs?: number; onFailure?: (error: unknown) => void };

/** The keys that sign what Teams sends. Old keys serve while the service does not answer. */
export function createSigningKeys(source: KeySource): SigningKeys {
  const { metadataUrl, now, timeoutMs = 5_000, onFailure } = source;
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const isUsable = () => now() - loadedAt < usableMs;

  async function load(): Promise<void> {
    triedAt = now();
    try {
      keys = await fetchKeys(metadataUrl, timeoutMs);
      loadedAt = now();
    } catch (error) {
      onFailure?.(error);
    }
    loading = undefined;
  }

  function refresh(): Promise<void> {
    const pause = isUsable() ? pauseMs : pauseWithoutKeysMs;
    if (!loading && now() - triedAt >= pause) {
      loading = load();
    }
    return loading ?? Promise.resolve();
  }

  async function ready(): Promise<boolean> {
    const refreshed = now() - loadedAt < refreshMs ? undefined : refresh();
    if (!isUsable()) {
      await refreshed;
    }
    return isUsable();
  }

  async function find(kid: string): Promise<SigningKey | 'unknown' | 'unavailable'> {
    if (!(await ready())) {
      return 'unavailable';
    }
    if (!keys.has(kid)) {
      await refresh();
    }
    return keys.get(kid) ?? 'unknown';
  }

  return { find, ready };
}

const metadataSchema = z.object({ jwks_uri: z.url() });
const keySchema = z.looseObject({ kid: z.string(), kty: z.string(), endorsements: z.array(z.string()).default([]) });
const keySetSchema = z.object({ keys: z.array(keySchema) });

/** A key counts only when the channel that may use it is Teams. */
async function fetchKeys(metadataUrl: string, timeoutMs: number): Promise<ReadonlyMap<string, SigningKey>> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { jwks_uri: keysUrl } = metadataSchema.parse(await fetchJson(metadataUrl, signal));
  if (new URL(keysUrl).origin !== new URL(metadataUrl).origin) {
    throw new Error('The OpenID metadata names keys on another host.');
  }
  const { keys } = keySetSchema.parse(await fetchJson(keysUrl, signal));
  const forTeams = keys.filter((key) => key.kty === 'RSA' && key.endorsements.includes('msteams'));
  if (forTeams.length === 0) {
    throw new Error('The key set has no key that is endorsed for Teams.');
  }
  return new Map(await Promise.all(forTeams.map(async (key) => [key.kid, await importJWK(key, 'RS256')] as const)));
}

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}.`);
  }
  return response.json();
}

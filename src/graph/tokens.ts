import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Cloud } from '../core/clouds.ts';
import type { ConnectionNews } from '../core/connection-health.ts';
import type { GraphRefusal } from '../core/graph-answers.ts';
import type { ClientAssertion } from './certificate.ts';
import type { Clock } from './retry.ts';
import { refusalIn, tokenNetwork } from './token-network.ts';
import { openTransport } from './transport.ts';

/** How the product proves to Entra who it is. */
export type GraphCredential =
  | { kind: 'secret'; clientId: string; clientSecret: string }
  | { kind: 'assertion'; clientId: string; assertion: ClientAssertion };

export type Token = {
  accessToken: string;
  /** Milliseconds since 1970 after which it is no longer used. */
  usableUntil: number;
  /** The app roles it carries: a hint, for Microsoft calls these tokens opaque to clients. */
  roles: readonly string[];
};

export type Minting = { token: Token } | { refusal: GraphRefusal };

export type Wish = {
  /** Not from any cache: the roles have changed, or Graph rejects the token. */
  fresh?: boolean;
  /** What Entra asked for in a challenge, as JSON. */
  claims?: string;
  /** Somebody waits for this: ask again even if the last answer was to come back later. */
  explicit?: boolean;
};

export type Tokens = {
  get(tenantId: string, wish?: Wish): Promise<Minting>;
  close(): Promise<void>;
};

type Tenant = {
  id: string;
  application: ConfidentialClientApplication;
  token?: Token | undefined;
  /** What is being asked right now, by wish: whoever wishes the same waits for the same answer. */
  minting: Map<string, Promise<Minting>>;
  /** MSAL's own memory of failures is never used: see `tokenNetwork`. */
  pause?: { until: number; refusal: GraphRefusal } | undefined;
};

const maxTenants = 500;

/** Told of what Microsoft answers about its trust in the app. */
export type OnNews = (tenantId: string, news: ConnectionNews) => void;

/** App-only tokens. One MSAL application per tenant, because a shared one searches all tenants' tokens at every call. */
export function openTokens(cloud: Cloud, credential: GraphCredential, clock: Clock, onNews: OnNews = () => {}): Tokens {
  const transport = openTransport(new URL(cloud.loginUrl).origin);
  const tenants = new LRUCache<string, Tenant>({ max: maxTenants });

  function tenantOf(id: string): Tenant {
    const known = tenants.get(id);
    if (known) return known;
    const network = tokenNetwork(cloud, transport, clock, id);
    const tenant = { id, application: applicationOf(cloud, credential, network, id), minting: new Map() };
    tenants.set(id, tenant);
    return tenant;
  }

  async function get(tenantId: string, wish: Wish = {}): Promise<Minting> {
    const tenant = tenantOf(tenantId);
    return atHand(tenant, wish, clock.now()) ?? shared(tenant, wish, () => minted(tenant, wish));
  }

  async function minted(tenant: Tenant, wish: Wish): Promise<Minting> {
    const minting = await mint(cloud, tenant, wish, clock);
    onNews(tenant.id, 'token' in minting ? { appRoles: minting.token.roles } : { from: 'token', ...minting });
    return minting;
  }

  return { get, close: transport.close };
}

function applicationOf(cloud: Cloud, credential: GraphCredential, networkClient: INetworkModule, tenantId: string) {
  const authority = `${cloud.authorityUrl}/${tenantId}`;
  const auth = { clientId: credential.clientId, authority, ...proofOf(credential, `${authority}/oauth2/v2.0/token`) };
  return new ConfidentialClientApplication({ auth, system: { networkClient } });
}

function proofOf(credential: GraphCredential, audience: string) {
  if (credential.kind === 'secret') return { clientSecret: credential.clientSecret };
  return { clientAssertion: () => credential.assertion(audience) };
}

function atHand({ token, pause }: Tenant, wish: Wish, now: number): Minting | undefined {
  if (!wish.explicit && pause && now < pause.until) return { refusal: pause.refusal };
  if (wish.fresh || wish.claims !== undefined) return undefined;
  return token && now < token.usableUntil ? { token } : undefined;
}

function shared({ minting }: Tenant, { fresh = false, claims = '' }: Wish, start: () => Promise<Minting>) {
  const key = `${fresh} ${claims}`;
  const running = minting.get(key) ?? start().finally(() => minting.delete(key));
  minting.set(key, running);
  return running;
}

async function mint(cloud: Cloud, tenant: Tenant, { fresh = false, claims }: Wish, clock: Clock): Promise<Minting> {
  const request = { scopes: [cloud.graphScope], skipCache: fresh, ...(claims !== undefined && { claims }) };
  try {
    const result = await tenant.application.acquireTokenByClientCredential(request);
    tenant.token = tokenFor(tenant.id, result?.accessToken ?? '');
    return { token: tenant.token };
  } catch (thrown) {
    const refusal = refusalIn(thrown);
    // MSAL would give a token that we refused again and again.
    tenant.application.clearCache();
    tenant.token = undefined;
    tenant.pause = pauseAfter(refusal, clock.now());
    return { refusal };
  }
}

/** Throws unless the token is this tenant's: a swapped one must never be used. */
function tokenFor(tenantId: string, accessToken: string): Token {
  const { tid, exp = 0, roles } = decodeJwt(accessToken);
  if (tid !== tenantId) throw new Error('The token is for another tenant.');
  const held = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
  return { accessToken, usableUntil: (exp - 5 * 60) * 1000, roles: held };
}

/** Only what passes by itself is waited for; a missing consent can be granted at any moment. */
function pauseAfter(refusal: GraphRefusal, now: number): Tenant['pause'] {
  if (refusal.reason !== 'throttled' && refusal.reason !== 'unavailable') return undefined;
  return { until: now + Math.min(refusal.retryAfterS ?? 5, 60) * 1000, refusal };
}

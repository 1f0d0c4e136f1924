import type { Answer, Incoming } from '../http.ts';
import type { World } from '../world/world.ts';
import { handleConsent } from './consent.ts';
import { handleDiscovery } from './discovery.ts';
import { handleToken } from './token.ts';

/** Everything under `/login/{tenant}`. */
export async function handleLogin(world: World, request: Incoming): Promise<Answer> {
  const [, tenant = '', rest = ''] = /^\/login\/([^/]+)\/(.+)$/.exec(request.path) ?? [];
  const name = decodeURIComponent(tenant);
  if (rest === 'oauth2/v2.0/token' && request.method === 'POST') return handleToken(world, request, name);
  if (rest === 'v2.0/adminconsent' || rest === 'adminconsent') return handleConsent(world, request, name);
  if (rest === 'v2.0/.well-known/openid-configuration') return handleDiscovery(world, name);
  if (rest === 'discovery/v2.0/keys') return { status: 200, body: { keys: [await world.loginKeys.publicJwk()] } };
  return { status: 404, body: { error: 'There is no such login address.' } };
}

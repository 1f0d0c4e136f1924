import type { Answer, Incoming } from './http.ts';
import type { World } from './world/world.ts';

export const channelIssuer = 'https://api.botframework.com';

/** The keys that sign what Teams sends to a bot, found as Microsoft publishes them. */
export async function handleChannel(world: World, request: Incoming): Promise<Answer> {
  if (request.path === '/channel/.well-known/openidconfiguration') return { status: 200, body: metadata(world) };
  if (request.path === '/channel/keys') return { status: 200, body: await keySet(world) };
  return { status: 404, body: { error: 'There is no such channel address.' } };
}

function metadata(world: World): unknown {
  return {
    issuer: channelIssuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${world.origin}/channel/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

async function keySet(world: World): Promise<unknown> {
  return { keys: [{ ...(await world.channelKeys.publicJwk()), endorsements: ['msteams'] }] };
}

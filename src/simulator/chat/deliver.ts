import { channelIssuer } from '../channel.ts';
import { type JsonObject, parseJson } from '../json.ts';
import { botAppId } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { serviceUrlOf } from './activity.ts';
import { nextRound } from './bots.ts';

/** The product's own response to one activity. */
export type Delivery = { status: number; body: unknown };

const turnTimeoutMs = 60_000;
const tokenLifetimeS = 3600;

/** Signs an activity and gives it to the instance whose turn it is, past those that do not listen. */
export async function deliver(world: World, activity: JsonObject): Promise<Delivery> {
  const authorization = `Bearer ${await channelToken(world)}`;
  for (const url of nextRound(world.bots)) {
    const delivery = await post(url, authorization, activity);
    if (delivery) return delivery;
  }
  return { status: 503, body: { error: 'No running bot has announced itself with POST /_simulator/bots.' } };
}

async function channelToken(world: World): Promise<string> {
  const { bots, channelKeys } = world;
  const now = Math.floor(world.clock() / 1000);
  if (now < bots.token.renewAt) return bots.token.text;
  const lifetime = { iat: now, nbf: now - 300, exp: now + tokenLifetimeS };
  const claims = { iss: channelIssuer, aud: botAppId, serviceurl: serviceUrlOf(world), ...lifetime };
  bots.token = { text: await channelKeys.sign(claims), renewAt: now + tokenLifetimeS / 2 };
  return bots.token.text;
}

/** `undefined` when nobody listens there, so that nothing can have happened. */
async function post(url: string, authorization: string, activity: JsonObject): Promise<Delivery | undefined> {
  const headers = { authorization, 'content-type': 'application/json; charset=utf-8' };
  const signal = AbortSignal.timeout(turnTimeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(activity), signal });
    const text = await response.text();
    return { status: response.status, body: parseJson(text) ?? (text === '' ? null : text) };
  } catch (error) {
    if (isRefused(error)) return undefined;
    return { status: signal.aborted ? 504 : 502, body: { error: 'The bot did not answer to the end.' } };
  }
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

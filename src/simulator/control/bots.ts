import { type Answer, badRequest, type Incoming } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import type { World } from '../world/world.ts';

/** An instance announces the address of its messages endpoint; chats go to all of them in turn. */
export function addBot(world: World, request: Incoming): Answer {
  const url = urlIn(request);
  if (!url) return badRequest('url must be the http address of a messages endpoint on this machine.');
  if (!world.bots.urls.includes(url)) world.bots.urls.push(url);
  return { status: 201, body: { bots: world.bots.urls } };
}

export function listBots(world: World): Answer {
  return { status: 200, body: { bots: world.bots.urls } };
}

export function removeBot(world: World, request: Incoming): Answer {
  const url = urlIn(request);
  if (!url) return badRequest('url must be the http address of a messages endpoint on this machine.');
  world.bots.urls = world.bots.urls.filter((one) => one !== url);
  return { status: 204 };
}

/** Signed chats carry real tokens of this world: they go to this machine only. */
function urlIn(request: Incoming): string | null {
  const body = parseJson(request.body);
  const url = isObject(body) && typeof body['url'] === 'string' ? URL.parse(body['url']) : null;
  const loopback = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url && loopback && url.username === '' ? url.href : null;
}

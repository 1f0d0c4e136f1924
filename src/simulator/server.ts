import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { handleChannel } from './channel.ts';
import { handleFeed } from './chat/feed.ts';
import { handleConnector } from './connector/connector.ts';
import { handleControl } from './control/control.ts';
import { handleGraph } from './graph/graph.ts';
import { type Answer, type Incoming, readIncoming, send } from './http.ts';
import { handleLogin } from './login/login.ts';
import { handlePage } from './page.ts';
import type { World } from './world/world.ts';

type Part = (world: World, request: Incoming) => Answer | Promise<Answer>;

const parts: ReadonlyArray<readonly [prefix: string, part: Part]> = [
  ['/v1.0/', handleGraph],
  ['/login/', handleLogin],
  ['/channel/', handleChannel],
  ['/v3/', handleConnector],
  ['/_simulator/', handleControl],
  ['/_chat/', handleFeed],
  ['/', (_world, request) => handlePage(request)],
];

export function createWorldServer(world: World): Server {
  return createServer((request, response) => {
    respond(world, request, response).catch(() => response.destroy());
  });
}

async function respond(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await readIncoming(request);
  if (!incoming) {
    send(response, { status: 413, headers: { connection: 'close' }, body: { error: 'The body is too large.' } });
    return;
  }
  send(response, await answered(world, incoming));
}

async function answered(world: World, request: Incoming): Promise<Answer> {
  if (!isFromHere(world, request))
    return { status: 403, body: { error: 'Only pages of this simulator may call it from a browser.' } };
  const part = parts.find(([prefix]) => request.path.startsWith(prefix))?.[1];
  if (!part) return { status: 404, body: { error: 'There is no such address.' } };
  try {
    return await part(world, request);
  } catch (error) {
    return { status: 500, body: { error: error instanceof Error ? error.message : 'The simulator failed.' } };
  }
}

/** A web page elsewhere must not steer this world through the visitor's browser, nor by a name it makes point here. */
function isFromHere(world: World, { headers }: Incoming): boolean {
  const { origin, host } = headers;
  const own = [world.origin, world.origin.replace('127.0.0.1', 'localhost')];
  return own.includes(`http://${host}`) && (origin === undefined || own.includes(origin));
}

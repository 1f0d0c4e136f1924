import { handleChat } from '../chat/send.ts';
import { type Answer, badRequest, type Incoming } from '../http.ts';
import { restart } from '../world/tenant.ts';
import { tenantOf, type World } from '../world/world.ts';
import { addBot, listBots, removeBot } from './bots.ts';
import { getDocuments, putDocuments } from './documents.ts';
import { addFaults, clearFaults, listFaults } from './fault-control.ts';
import { putGrants } from './grants.ts';
import { listMessages } from './messages.ts';
import { addSignal } from './signals.ts';
import { describeWorld } from './world.ts';

type Control = (world: World, request: Incoming) => Answer | Promise<Answer>;

const controls: Record<string, Control> = {
  'GET world': describeWorld,
  'GET requests': listRequests,
  'DELETE requests': clearRequests,
  'GET messages': listMessages,
  'GET documents': getDocuments,
  'PUT documents': putDocuments,
  'POST reset': reset,
  'POST grants': putGrants,
  'GET faults': listFaults,
  'POST faults': addFaults,
  'DELETE faults': clearFaults,
  'POST signals': addSignal,
  'GET bots': listBots,
  'POST bots': addBot,
  'DELETE bots': removeBot,
  'POST chat': handleChat,
};

/** Everything under `/_simulator`: how scripts and tests steer the world. */
export function handleControl(world: World, request: Incoming): Answer | Promise<Answer> {
  const name = request.path.replace(/^\/_simulator\//, '');
  const control = controls[`${request.method} ${name}`];
  if (control) return control(world, request);
  return { status: 404, body: { error: `There is no control ${request.method} /_simulator/${name}.` } };
}

function listRequests(world: World): Answer {
  return { status: 200, body: { requests: world.requests.all() } };
}

function clearRequests(world: World): Answer {
  world.requests.clear();
  return { status: 204 };
}

/** All tenants, or the one named with `?tenant=`; chats and product data stay. */
function reset(world: World, { query }: Incoming): Answer {
  const id = query.get('tenant');
  const named = id === null ? [...world.tenants.values()] : [tenantOf(world, id)];
  for (const tenant of named) {
    if (!tenant) return badRequest('tenant must be the id of a tenant of this world.');
    restart(tenant);
  }
  world.faults.clear();
  world.requests.clear();
  return { status: 204 };
}

import type { Admit } from '../core/admission.ts';
import { callerOf } from '../http/caller.ts';
import { renderEnvelope } from '../http/envelope.ts';
import type { HttpRequest, HttpResponse, Mount } from '../http/mount.ts';
import { viaOf } from '../http/via.ts';
import { answerCall } from './answer.ts';
import type { OutcomePorts } from './await-outcome.ts';
import { parseInput, queryObject } from './input.ts';
import { renderRefusal } from './refusals.ts';
import type { ApiRoute } from './route.ts';

export type ApiPorts = OutcomePorts & { admit: Admit };

/** The REST face as the front door takes it. */
export function apiMount(ports: ApiPorts, rows: readonly ApiRoute[]): Mount {
  return {
    name: 'api',
    owns: () => true,
    bodyLimit: 16 * 1024,
    contentTypes: ['application/json'],
    routes: rows.map((row) => ({
      method: row.method,
      path: row.path,
      handle: (request) => answer(ports, row, request),
    })),
    renderFault: renderEnvelope,
  };
}

/** A body that was left out has none of the fields. */
function inputOf({ method, input }: ApiRoute, { query, body }: HttpRequest): unknown {
  return method === 'GET'
    ? parseInput(input, queryObject(query), 'query parameter')
    : parseInput(input, body ?? {}, 'field');
}

async function answer(ports: ApiPorts, row: ApiRoute, request: HttpRequest): Promise<HttpResponse> {
  try {
    const actor = await ports.admit(callerOf(request));
    const input = inputOf(row, request);
    const via = viaOf(ports.runtime, actor.keyId, request);
    return await answerCall(ports, row, { actor, via, input, request });
  } catch (thrown) {
    return renderRefusal(thrown, request.requestId);
  }
}

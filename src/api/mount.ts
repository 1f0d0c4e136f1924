import { renderEnvelope } from '../http/envelope.ts';
import type { HttpRequest, HttpResponse, Mount } from '../http/mount.ts';
import { authenticate, type IdentifyKey } from './authenticate.ts';
import { parseInput, queryObject } from './input.ts';
import { renderRefusal } from './refusals.ts';
import { type ApiRoute, type ApiVerbs, apiRoutes } from './routes.ts';

/** The REST face as the front door takes it. */
export function apiMount(verbs: ApiVerbs, identify: IdentifyKey): Mount {
  return {
    name: 'api',
    owns: () => true,
    bodyLimit: 16 * 1024,
    contentTypes: ['application/json'],
    routes: apiRoutes(verbs).map((row) => ({
      method: row.method,
      path: row.path,
      handle: (request) => answer(row, request, identify),
    })),
    renderFault: renderEnvelope,
  };
}

async function answer(row: ApiRoute, request: HttpRequest, identify: IdentifyKey): Promise<HttpResponse> {
  try {
    const actor = await authenticate(request, identify);
    const raw = row.method === 'GET' ? queryObject(request.query) : request.body;
    const input = parseInput(row.input, raw);
    const via = { channel: 'rest', requestId: request.requestId } as const;
    const success = await row.answer({ actor, via, input, request });
    return { status: 200, body: { success: true, ...success } };
  } catch (thrown) {
    return renderRefusal(thrown, request.requestId);
  }
}

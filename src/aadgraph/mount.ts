import type { Admit } from '../core/admission.ts';
import { isRefusal } from '../core/errors.ts';
import { callerOf } from '../http/caller.ts';
import type { HttpRequest, HttpResponse, Mount } from '../http/mount.ts';
import { viaOf } from '../http/via.ts';
import { withoutAnnotations } from './envelopes.ts';
import { errorResponse } from './odata-error.ts';
import { requireApiVersion, requireServedOptions } from './query.ts';
import { faultError, refusalError } from './refusals.ts';
import { type AadGraphRoute, type AadGraphVerbs, aadGraphRoutes } from './routes.ts';

/** First segments that are never a tenant. */
const others = ['tenants', 'api', 'docs', 'connect'];

export type AadGraphPorts = AadGraphVerbs & { admit: Admit };

/** The Azure AD Graph face as the front door takes it. It stands at the root, where the retired service stood. */
export function aadGraphMount(ports: AadGraphPorts): Mount {
  return {
    name: 'aadgraph',
    owns: isTenantPath,
    bodyLimit: 16 * 1024,
    contentTypes: ['application/json', 'text/json', 'text/plain', ''],
    lenientPaths: true,
    routes: aadGraphRoutes(ports).map((row) => ({
      method: row.method,
      path: row.path,
      handle: async (request) => dressed(request, await answer(ports, row, request)),
    })),
    renderFault: (fault, { requestId }) => dressed({ headers: {} }, errorResponse(faultError(fault), requestId)),
  };
}

/** Two or more segments, of which the first names no other face. */
function isTenantPath(path: string): boolean {
  const [first = '', ...more] = path.replace(/\/$/, '').split('/').slice(1);
  return more.length > 0 && !others.includes(first);
}

async function answer(ports: AadGraphPorts, row: AadGraphRoute, request: HttpRequest): Promise<HttpResponse> {
  try {
    const actor = await ports.admit(callerOf(request));
    requireApiVersion(request.query);
    requireServedOptions(request.query, row.options);
    return await row.answer({ request, actor, via: viaOf(ports.runtime, actor.keyId, request) });
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    return errorResponse(refusalError(thrown), request.requestId);
  }
}

/** What every answer carries, and its body as the client asked for it. */
function dressed({ headers }: Pick<HttpRequest, 'headers'>, response: HttpResponse): HttpResponse {
  const [, asked] = /odata=(\w+)/i.exec(headers['accept'] ?? '') ?? [];
  const bare = asked?.toLowerCase() === 'nometadata';
  return {
    status: response.status,
    headers: { ...fixedHeaders, ...typeHeader(response, asked), ...echo(headers), ...response.headers },
    ...(response.body !== undefined && { body: bare ? withoutAnnotations(response.body) : response.body }),
  };
}

const fixedHeaders = {
  'cache-control': 'no-cache, no-store',
  dataserviceversion: '3.0;',
  'x-ms-dirapi-data-contract-version': '1.6',
};

/** The short form unless OData was asked for: strict clients compare it with the documented one. */
function typeHeader({ body }: HttpResponse, asked: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  const level = asked?.toLowerCase() === 'nometadata' ? 'nometadata' : 'minimalmetadata';
  const long = `application/json;odata=${level};streaming=true;charset=utf-8`;
  return { 'content-type': asked === undefined ? 'application/json' : long };
}

function echo(headers: HttpRequest['headers']): Record<string, string> {
  const id = headers['client-request-id'];
  return id !== undefined && /^[\x21-\x7e]{1,100}$/.test(id) ? { 'client-request-id': id } : {};
}

import restify from 'restify';
import type { Mount, Route } from './mount.ts';

export type Match = { route: Route; params: Record<string, string> } | { allowed: readonly string[] };

const registrars = { GET: 'get', POST: 'post', PATCH: 'patch', PUT: 'put', DELETE: 'del' } as const;
const methods = Object.keys(registrars) as (keyof typeof registrars)[];

/**
 * The routes of one mount on a restify router. Only its router is used: its body parser dies of false gzip and its own
 * error answers know no envelope, so neither may ever see a request.
 */
export function createRouting(mount: Mount): (method: string, decodedPath: string) => Match {
  const server = restify.createServer(routerOptions(mount));
  const routes = new Map(mount.routes.map((route) => [`${route.method} ${route.path}`, route]));
  for (const [name, { method, path }] of routes) server[registrars[method]]({ path, name }, neverRun);
  return (method, decodedPath) => {
    const found = lookUp(server.router, method === 'HEAD' ? 'GET' : method, decodedPath);
    const route = found && routes.get(found.name);
    if (route) return { route, params: found.params };
    const allowed = methods.filter((other) => lookUp(server.router, other, decodedPath));
    return { allowed: allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed };
  };
}

/** The router decodes what it is given; these are the characters it would read as more than themselves. */
function lookUp(router: restify.Router, method: string, decodedPath: string) {
  const pathname = decodedPath.replace(/[%?#]/g, encodeURIComponent);
  const request = { method, params: {} as Record<string, string>, getUrl: () => ({ pathname }), route: { name: '' } };
  // The router asks a request for these fields only; handing it the real one would let it normalise the path again.
  const found = router.lookup(request as unknown as restify.Request, {} as restify.Response);
  const complete = found && Object.values(request.params).every((value) => value !== '');
  return complete ? { name: request.route.name, params: request.params } : undefined;
}

function routerOptions(mount: Mount) {
  return {
    caseSensitive: !mount.lenientPaths,
    ignoreTrailingSlash: mount.lenientPaths ?? false,
    maxParamLength: 1024,
  };
}

async function neverRun(): Promise<void> {}

import { assignmentRoutes } from './assignments.ts';
import type { GraphAnswer, GraphCall, GraphRoute } from './call.ts';
import { directoryRoleRoutes } from './directory-roles.ts';
import { answerDocument } from './documents.ts';
import { refusedForLicence } from './licences.ts';
import { denied, isAllowed } from './permissions.ts';
import { type Resource, resourceOf } from './resources.ts';
import { riskRoutes } from './risk.ts';
import { servicePrincipalRoutes } from './service-principals.ts';
import { userRoutes } from './users.ts';

/** Calls that are more than reading or writing a document; each file of routes adds its own. */
const routes: readonly GraphRoute[] = [
  ...userRoutes,
  ...directoryRoleRoutes,
  ...riskRoutes,
  ...assignmentRoutes,
  ...servicePrincipalRoutes,
];

export function answerGraph(call: GraphCall): GraphAnswer {
  const resource = resourceOf(call.segments);
  const route = routes.find((one) => one.method === call.method && fits(one.path, call.segments));
  const permissions = route?.permissions ?? permissionsOf(resource, call.method);
  if (permissions && !isAllowed(permissions, call.roles))
    return denied(resource?.denial ?? 'directory', permissions, call.roles);
  const refused = refusedForLicence(call.tenant, call.method, call.segments);
  if (refused) return refused;
  return route ? route.handle(call) : answerDocument(call, resource);
}

function fits(path: string, segments: readonly string[]): boolean {
  const wanted = path.toLowerCase().split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((name, index) => name === '*' || name === segments[index]?.toLowerCase())
  );
}

/** A path of a loaded tenant that the table does not know needs no particular role. */
function permissionsOf(resource: Resource | undefined, method: string): readonly string[] | null {
  if (!resource) return null;
  const write = resource.write ?? [];
  return method === 'GET' ? [...new Set([...resource.read, ...write])] : write;
}

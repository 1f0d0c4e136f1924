import { appRoles, graphResourceAppId } from '../login/app-roles.ts';
import { servicePrincipalId } from '../login/token.ts';
import { graphAppId } from '../world/people.ts';
import { type GraphAnswer, type GraphCall, type GraphRoute, notFound } from './call.ts';
import { collectionAnswer } from './odata.ts';

export const servicePrincipalRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    path: 'servicePrincipals/*/appRoleAssignments',
    permissions: ['Application.Read.All', 'Directory.Read.All'],
    handle: appRoleAssignments,
  },
];

/** What the tenant's admin granted to the product, as `servicePrincipals(appId='…')` or by the object id. */
function appRoleAssignments(call: GraphCall): GraphAnswer {
  const key = call.segments[1]?.toLowerCase() ?? '';
  const principalId = servicePrincipalId(call.tenant.id, graphAppId);
  if (key !== graphAppId && key !== principalId) return notFound(key);
  const resourceId = servicePrincipalId(call.tenant.id, graphResourceAppId);
  const granted = (call.tenant.roles ?? []).flatMap((name) => {
    const appRoleId = Object.hasOwn(appRoles, name) ? appRoles[name] : undefined;
    const assignment = { principalId, principalType: 'ServicePrincipal', resourceId, appRoleId };
    return appRoleId
      ? [{ id: `${principalId}_${appRoleId}`, ...assignment, resourceDisplayName: 'Microsoft Graph' }]
      : [];
  });
  return collectionAnswer(call, granted);
}

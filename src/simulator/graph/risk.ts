import { isObject, type JsonObject } from '../json.ts';
import { valueAt, writeAt } from '../world/tenant.ts';
import { badGraphRequest, type GraphAnswer, type GraphCall, type GraphRoute, noContent, staleUntil } from './call.ts';

const collection = ['identityProtection', 'riskyUsers'];
const permissions = ['IdentityRiskyUser.ReadWrite.All'];

export const riskRoutes: readonly GraphRoute[] = [
  route(
    'confirmCompromised',
    { riskLevel: 'high', riskState: 'confirmedCompromised' },
    'adminConfirmedUserCompromised',
  ),
  route('dismiss', { riskLevel: 'none', riskState: 'dismissed' }, 'adminDismissedAllRiskForUser'),
  route('confirmSafe', { riskLevel: 'none', riskState: 'confirmedSafe' }, 'adminConfirmedAccountSafe'),
];

function route(action: string, state: JsonObject, riskDetail: string): GraphRoute {
  const path = [...collection, action].join('/');
  return { method: 'POST', path, permissions, handle: (call) => setRisk(call, { ...state, riskDetail }) };
}

function setRisk(call: GraphCall, state: JsonObject): GraphAnswer {
  const ids = isObject(call.body) ? call.body['userIds'] : undefined;
  if (!Array.isArray(ids) || ids.length === 0) return badGraphRequest('userIds must name at least one user.');
  const riskLastUpdatedDateTime = new Date(call.now).toISOString();
  for (const id of ids.map(String)) {
    const before = valueAt(call.tenant, [...collection, id]) ?? newRiskyUser(call, id);
    if (isObject(before))
      writeAt(call.tenant, [...collection, id], { ...before, ...state, riskLastUpdatedDateTime }, staleUntil(call));
  }
  return noContent;
}

function newRiskyUser(call: GraphCall, id: string): JsonObject | undefined {
  const user = valueAt(call.tenant, ['users', id]);
  if (!isObject(user)) return undefined;
  const { userPrincipalName, displayName } = user;
  return { id: user['id'], userPrincipalName, userDisplayName: displayName, isDeleted: false, isProcessing: false };
}

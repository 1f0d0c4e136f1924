import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { type Answer, badRequest, type Incoming } from '../http.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { userOf } from '../world/contoso-users.ts';
import { newAlert, newDetection, newRiskyUser } from '../world/risk-objects.ts';
import { listAt, type Tenant, valueAt, writeAt } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { askedTenant, unknownTenant } from './documents.ts';

const riskLevel = z.enum(['low', 'medium', 'high', 'hidden', 'none']).optional();
const text = z.string().min(1).optional();
const riskState = z
  .enum(['none', 'confirmedSafe', 'remediated', 'dismissed', 'atRisk', 'confirmedCompromised'])
  .optional();

const signal = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('riskyUser'), id: text, userPrincipalName: text, riskLevel, riskState }),
  z.looseObject({ kind: z.literal('riskDetection'), id: text, userId: text, riskLevel, riskState }),
  z.looseObject({
    kind: z.literal('securityAlert'),
    id: text,
    severity: z.enum(['informational', 'low', 'medium', 'high', 'unknown']).optional(),
    status: z.enum(['new', 'inProgress', 'resolved', 'unknown']).optional(),
  }),
]);

type Kind = z.infer<typeof signal>['kind'];

const collections: Record<Kind, string[]> = {
  riskyUser: ['identityProtection', 'riskyUsers'],
  riskDetection: ['identityProtection', 'riskDetections'],
  securityAlert: ['security', 'alerts_v2'],
};

const changedAt: Record<Kind, string> = {
  riskyUser: 'riskLastUpdatedDateTime',
  riskDetection: 'lastUpdatedDateTime',
  securityAlert: 'lastUpdateDateTime',
};

/** Adds or updates a risky user, a detection or an alert, as Microsoft's detections would. */
export function addSignal(world: World, request: Incoming): Answer {
  const tenant = askedTenant(world, request);
  if (!tenant) return unknownTenant;
  const parsed = signal.safeParse(parseJson(request.body));
  if (!parsed.success) return badRequest(z.prettifyError(parsed.error));
  const { kind, ...fields } = parsed.data;
  const now = world.clock();
  const item = signalItem(tenant, kind, fields, now);
  writeAt(tenant, [...collections[kind], String(item['id'])], item);
  if (kind === 'riskyUser') ensureUser(tenant, item, now);
  return { status: 201, body: item };
}

function signalItem(tenant: Tenant, kind: Kind, fields: JsonObject, now: number): JsonObject {
  const known = typeof fields['id'] === 'string' ? valueAt(tenant, [...collections[kind], fields['id']]) : undefined;
  const at = new Date(now).toISOString();
  if (isObject(known)) return { ...known, [changedAt[kind]]: at, ...fields, id: known['id'] };
  if (kind === 'riskyUser') return newRiskyUser(personOf(tenant, fields, 'id', 'userDisplayName'), fields, at);
  if (kind === 'riskDetection') return newDetection(personOf(tenant, fields, 'userId', 'userDisplayName'), fields, at);
  return newAlert(tenant.id, fields, at);
}

/** The user a signal is about: found by id or user principal name, else made up. */
function personOf(tenant: Tenant, fields: JsonObject, idName: string, nameName: string): JsonObject {
  const given = [fields[idName], fields['userPrincipalName']].filter((key) => key !== undefined);
  const users = listAt(tenant, '/users');
  const found = users.find((user) => given.some((key) => key === user['id'] || key === user['userPrincipalName']));
  if (found) return found;
  const id = fields[idName] ?? randomUUID();
  const displayName = fields[nameName] ?? 'Unknown User';
  return { id, displayName, userPrincipalName: fields['userPrincipalName'] ?? `${id}@contoso.com` };
}

function ensureUser(tenant: Tenant, risky: JsonObject, now: number): void {
  const { id, userPrincipalName, userDisplayName: displayName } = risky;
  const path = ['users', String(id)];
  if (valueAt(tenant, path) === undefined) writeAt(tenant, path, userOf({ id, displayName, userPrincipalName }, now));
}

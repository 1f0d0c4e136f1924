import { z } from 'zod/v4';
import { errorCodes } from '../core/errors.ts';

/** What the REST face answers, as the API document tells it. Nothing is parsed with these. */

const time = z.iso.datetime().nullable();
const sourceStatus = z.enum(['ok', 'needsConsent', 'notLicensed', 'error']).meta({
  id: 'SourceStatus',
  description: 'Anything but "ok" means that the source could not be read; it is never the same as empty.',
});
const unread = sourceStatus.exclude(['ok']);
const policyValue = z
  .union([z.boolean(), z.number(), z.string(), z.array(z.string()), z.null()])
  .meta({ id: 'PolicyValue', description: 'What a setting is compared by. Sets are their members, sorted.' });

const notConnected = z
  .strictObject({ aiPilotConnected: z.literal(false) })
  .meta({ id: 'NotConnected', description: 'No tenant is connected in AI Pilot mode.' });

const connected = { aiPilotConnected: z.literal(true), msTenantId: z.guid() };

const policyRow = z
  .strictObject({
    key: z.string(),
    title: z.string(),
    current: policyValue,
    secure: policyValue,
    compliant: z.boolean(),
    status: unread.optional().meta({ description: 'Only on a row that could not be read; `current` is then null.' }),
  })
  .meta({ id: 'PolicyRow' });

const conditionalAccess = z
  .strictObject({
    key: z.literal('conditional_access_summary'),
    policies: z.int().nullable(),
    enabled: z.int().nullable(),
    status: unread.optional(),
  })
  .meta({ id: 'ConditionalAccessSummary' });

const posture = z
  .strictObject({ ...connected, policies: z.array(z.union([policyRow, conditionalAccess])) })
  .meta({ id: 'Posture' });

export const postureAnswer = z.union([posture, notConnected]);

export const toggleAnswer = z
  .strictObject({
    key: z.string(),
    applied: z.boolean().meta({ description: 'Microsoft Graph took the write.' }),
    verified: z.boolean().meta({ description: 'A re-read showed the secure value.' }),
    needsReconsent: z.boolean().meta({ description: 'Granting consent again would help.' }),
  })
  .meta({ id: 'Toggle' });

const riskyUser = z
  .strictObject({ id: z.string(), userPrincipalName: z.string(), riskLevel: z.string() })
  .meta({ id: 'RiskyUser' });

const detection = z
  .strictObject({
    id: z.string(),
    riskEventType: z.string(),
    riskLevel: z.string(),
    riskState: z.string(),
    riskDetail: z.string(),
    source: z.string(),
    detectionTimingType: z.string(),
    activity: z.string(),
    ipAddress: z.string().nullable(),
    location: z
      .strictObject({
        city: z.string().nullable(),
        state: z.string().nullable(),
        countryOrRegion: z.string().nullable(),
      })
      .nullable(),
    activityDateTime: z.string().nullable(),
    detectedDateTime: z.string().nullable(),
    lastUpdatedDateTime: z.string().nullable(),
    userId: z.string(),
    userDisplayName: z.string(),
    userPrincipalName: z.string(),
  })
  .meta({ id: 'RiskDetection' });

const securityAlert = z
  .strictObject({
    id: z.string(),
    incidentId: z.string().nullable(),
    status: z.string(),
    severity: z.string(),
    serviceSource: z.string(),
    detectionSource: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    categories: z.array(z.string()),
    alertWebUrl: z.string().nullable(),
    createdDateTime: z.string().nullable(),
    lastUpdateDateTime: z.string().nullable(),
    users: z.array(z.strictObject({ id: z.string().nullable(), userPrincipalName: z.string().nullable() })),
  })
  .meta({ id: 'SecurityAlert' });

const threats = z
  .strictObject({
    ...connected,
    riskyUsers: z.array(riskyUser),
    riskDetections: z.array(detection),
    securityAlerts: z.array(securityAlert),
    sources: z.strictObject({
      riskyUsers: sourceStatus,
      riskDetections: sourceStatus,
      securityAlerts: sourceStatus,
    }),
  })
  .meta({ id: 'Threats' });

export const threatsAnswer = z.union([threats, notConnected]);

const onUser = { userId: z.string(), connectionId: z.string() };

export const containAnswer = z
  .strictObject({
    ...onUser,
    disabled: z.boolean(),
    sessionsRevoked: z.boolean(),
    needsReconsent: z.boolean(),
  })
  .meta({ id: 'Containment' });

export const releaseAnswer = z
  .strictObject({ ...onUser, enabled: z.boolean(), needsReconsent: z.boolean() })
  .meta({ id: 'Release' });

const tokenPolicy = z
  .strictObject({ policyId: z.string(), applied: z.boolean(), verified: z.boolean(), needsReconsent: z.boolean() })
  .meta({ id: 'TokenPolicyUndo' });

export const undoAnswer = z.union([toggleAnswer, releaseAnswer, tokenPolicy]);

const connection = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    msTenantId: z.guid(),
    mode: z.enum(['aiPilot', 'read']),
    isDefault: z.boolean(),
    health: z.string().nullable(),
    appRoles: z.array(z.string()).nullable(),
    connectedBy: z.string().nullable(),
    connectedAt: time,
  })
  .meta({ id: 'Connection' });

export const connectionsAnswer = z.strictObject({ connections: z.array(connection) });

const step = z
  .strictObject({
    name: z.string(),
    status: z.enum(['ok', 'failed', 'unknown', 'skipped']),
    reason: z.string().optional(),
  })
  .meta({ id: 'Step' });

const summary = {
  id: z.string().regex(/^op_/),
  status: z.enum(['done', 'partial', 'failed', 'unknown', 'running']),
  steps: z.array(step),
};

const operationSummary = z.strictObject(summary).meta({ id: 'OperationSummary' });

export const operationAnswer = z
  .strictObject({
    ...summary,
    verb: z.string(),
    target: z.looseObject({ kind: z.string(), id: z.string(), label: z.string() }),
    connectionId: z.string(),
    msTenantId: z.guid(),
    requestedBy: z.strictObject({ kind: z.string(), name: z.string() }),
    reason: z.string().nullable(),
    undoes: z.string().nullable(),
    interrupted: z.boolean(),
    startedAt: time,
    endedAt: time,
    result: z.looseObject({ kind: z.string() }).nullable(),
  })
  .meta({ id: 'Operation' });

export const operationsAnswer = z.strictObject({
  operations: z.array(operationAnswer),
  cursor: z.string().nullable().meta({ description: 'Ask with it for the next page; null on the last one.' }),
});

export function readSuccess(data: z.ZodType) {
  return z.strictObject({ success: z.literal(true), data });
}

export function writeSuccess(data: z.ZodType) {
  return z.strictObject({ success: z.literal(true), data, operation: operationSummary });
}

export const failure = z
  .strictObject({
    success: z.literal(false),
    error: z.strictObject({
      code: z.enum(errorCodes),
      message: z.string().meta({ description: 'One plain sentence that says what to do.' }),
      requestId: z.guid(),
    }),
    operation: z.strictObject({ id: z.string() }).optional(),
  })
  .meta({ id: 'Failure' });

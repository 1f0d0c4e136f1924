import { decodeProtectedHeader, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import { z } from 'zod/v4';
import type { Cloud } from '../core/clouds.ts';
import { isServiceUrl } from './service-url.ts';
import type { SigningKeys } from './signing-keys.ts';

const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;
const maxHeaderLength = 16 * 1024;
const clockSkewS = 300;

/** Whom the bot believes. `tenants` are the Microsoft 365 tenants whose people may talk to it, in lower case. */
export type Trust = {
  appId: string;
  cloud: Cloud;
  tenants: ReadonlySet<string>;
  keys: SigningKeys;
  now: () => number;
};

export type Refused = { kind: 'refused'; reason: string };
type Verified = { kind: 'verified'; serviceUrl: string };

/** The token alone: nothing of the body is looked at before it is good. */
export async function verifyToken(
  authorization: string | undefined,
  trust: Trust,
): Promise<Verified | Refused | { kind: 'unavailable' }> {
  const token = tokenOf(authorization);
  const kid = token && keyIdOf(token);
  if (!kid) {
    return refused('no token in the form that Teams sends');
  }
  const key = await trust.keys.find(kid);
  if (key === 'unavailable') {
    return { kind: 'unavailable' };
  }
  return key === 'unknown' ? refused('unknown signing key') : verifyClaims(token, key, trust);
}

function tokenOf(authorization: unknown): string | undefined {
  const isReadable = typeof authorization === 'string' && authorization.length <= maxHeaderLength;
  return isReadable ? bearer.exec(authorization)?.[1] : undefined;
}

function keyIdOf(token: string): string | undefined {
  const header = headerOf(token);
  return header?.alg === 'RS256' && typeof header.kid === 'string' ? header.kid : undefined;
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

async function verifyClaims(token: string, key: Parameters<typeof jwtVerify>[1], trust: Trust) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: trust.cloud.issuer,
      audience: trust.appId,
      clockTolerance: clockSkewS,
      currentDate: new Date(trust.now()),
      requiredClaims: ['exp', 'nbf', 'serviceurl'],
    });
    return serviceUrlOf(payload);
  } catch (error) {
    return refused(error instanceof Error && 'code' in error ? String(error.code) : 'unreadable token');
  }
}

/** The library takes a list of audiences; Bot Framework says it is one. */
function serviceUrlOf({ aud, serviceurl }: JWTPayload): Verified | Refused {
  return typeof aud === 'string' && typeof serviceurl === 'string'
    ? { kind: 'verified', serviceUrl: serviceurl }
    : refused('claims of the wrong type');
}

const provenanceSchema = z.object({
  channelId: z.literal('msteams'),
  serviceUrl: z.string(),
  conversation: z.object({ tenantId: z.string() }),
  channelData: z.object({ tenant: z.object({ id: z.string() }) }),
});

/** Where the activity says it is from, against what the token proves. */
export function refusalOfActivity(activity: unknown, tokenServiceUrl: string, trust: Trust): Refused | undefined {
  const provenance = provenanceSchema.safeParse(activity);
  if (!provenance.success) {
    return refused('not from Teams');
  }
  const { serviceUrl, conversation, channelData } = provenance.data;
  if (serviceUrl !== tokenServiceUrl || !isServiceUrl(trust.cloud, serviceUrl)) {
    return refused('service URL');
  }
  const agreed = conversation.tenantId === channelData.tenant.id;
  return agreed && trust.tenants.has(conversation.tenantId) ? undefined : refused('tenant');
}

function refused(reason: string): Refused {
  return { kind: 'refused', reason };
}

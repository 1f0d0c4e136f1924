import { z } from 'zod/v4';
import type { Cloud } from '../core/clouds.ts';
import type { ConsentPort } from '../core/consent/consent-port.ts';
import type { Reading } from '../core/graph-answers.ts';
import { answerOf } from './answer.ts';
import { faultOf } from './faults.ts';
import type { Gateway } from './gateway.ts';
import { organizationReads } from './organization-requests.ts';
import { readingOf, refused, unreadable } from './readings.ts';
import { refusalOf } from './refusals.ts';
import { callOf } from './requests.ts';
import type { Tokens } from './tokens.ts';
import type { Transport } from './transport.ts';

export type ConsentParts = { cloud: Cloud; clientId: string; tokens: Tokens; gateway: Gateway; login: Transport };

/** How tenants come to trust the app, and what they say of themselves. */
export function consentPort({ cloud, clientId, tokens, gateway, login }: ConsentParts): ConsentPort {
  return {
    link(tenantId, state, redirectUrl) {
      const query = { client_id: clientId, scope: cloud.graphScope, redirect_uri: redirectUrl, state };
      return `${cloud.loginUrl}/${tenantId}/v2.0/adminconsent?${new URLSearchParams(query)}`;
    },
    findTenant: (domain) => findTenant(cloud, login, domain),
    async look(tenantId) {
      const minting = await tokens.get(tenantId, { explicit: true });
      return 'refusal' in minting ? refused(minting.refusal) : { status: 'ok', value: minting.token.roles };
    },
    async prove(tenantId) {
      const minting = await tokens.get(tenantId, { fresh: true, explicit: true });
      if ('refusal' in minting) return refused(minting.refusal);
      const organization = await readOrganization(gateway, tenantId);
      if (organization.status === 'error') return organization;
      const name = organization.status === 'ok' ? { name: organization.value } : {};
      return { status: 'ok', value: { ...name, appRoles: minting.token.roles } };
    },
  };
}

const organizationSchema = z.object({
  value: z.tuple([z.object({ id: z.guid().toLowerCase(), displayName: z.string() })]),
});

/** The tenant must say itself that it is the one the token is for. */
async function readOrganization(gateway: Gateway, tenantId: string): Promise<Reading<string>> {
  const sent = await gateway.send(callOf(organizationReads.organization, tenantId, {}));
  const reading = readingOf(sent, organizationSchema);
  if (reading.status !== 'ok') return reading;
  const [{ id, displayName }] = reading.value.value;
  return id === tenantId ? { status: 'ok', value: displayName } : unreadable;
}

const discoverySchema = z.object({ token_endpoint: z.string() });
const timeoutMs = 5_000;

/** Microsoft's public answer to whose a domain is. `domain` is a plain lower-case host name. */
async function findTenant(cloud: Cloud, login: Transport, domain: string): Promise<Reading<string | undefined>> {
  const path = `${new URL(cloud.loginUrl).pathname.replace(/\/$/, '')}/${domain}/v2.0/.well-known/openid-configuration`;
  try {
    const response = await login.send(path, { method: 'GET', headers: {} }, AbortSignal.timeout(timeoutMs));
    if (response.status === 400) return { status: 'ok', value: undefined };
    const { success, data } = discoverySchema.safeParse((await answerOf(response)).body);
    const tenantId = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/oauth2\//.exec(data?.token_endpoint ?? '')?.[1];
    return success && tenantId !== undefined ? { status: 'ok', value: tenantId } : unreadable;
  } catch (thrown) {
    return refused(refusalOf(faultOf(thrown)));
  }
}

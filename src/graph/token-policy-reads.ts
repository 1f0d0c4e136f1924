import type { LRUCache } from 'lru-cache';
import type { z } from 'zod/v4';
import type { Connection } from '../core/connections.ts';
import type { Reading } from '../core/graph-answers.ts';
import type { DomainPort } from '../core/token-policies/tenant.ts';
import { type TokenPolicyType, tokenPolicyTypes } from '../core/token-policies/token-policy.ts';
import type { TokenPolicyPort } from '../core/token-policies/token-policy-port.ts';
import type { Gateway } from './gateway.ts';
import { readPages } from './paging.ts';
import { unreadable } from './readings.ts';
import { callOf, type GraphRequest } from './requests.ts';
import { anyHolder, holderAnswer, policyAnswer, verifiedDomain } from './token-policy-answers.ts';
import { foundReading, merged, oneOf, refusedReading, wholeReading } from './token-policy-readings.ts';
import { findHolderRequest, holderRequests, policyRequests, verifiedDomainsRequest } from './token-policy-requests.ts';

export type TokenPolicyParts = {
  gateway: Gateway;
  /** URL of the version, which next links and references start with. */
  root: string;
  /** By tenant and id. A policy never changes its type, so this alone may be remembered. */
  types: LRUCache<string, TokenPolicyType>;
};

type Reads = Pick<TokenPolicyPort, 'list' | 'find' | 'appliesTo' | 'findHolder' | 'assigned'> & DomainPort;

export function tokenPolicyReads(parts: TokenPolicyParts): Reads {
  const { gateway } = parts;
  return {
    list: (connection) =>
      ofBothTypes((type) => readAll(parts, connection, policyRequests(type).list, policyAnswer(type))),
    find: (connection, id) => find(parts, connection, id),
    appliesTo: (connection, { type, id }) =>
      readAll(parts, connection, policyRequests(type).appliesTo, anyHolder, { id }),
    findHolder: async (connection, { kind, id }) => {
      const sent = await gateway.send(callOf(findHolderRequest(kind), connection.tenantId, { id }));
      return foundReading(sent, holderAnswer(kind), id);
    },
    assigned: (connection, { kind, id }) =>
      ofBothTypes((type) =>
        readAll(parts, connection, holderRequests(kind, type).assigned, policyAnswer(type), { id }),
      ),
    verifiedDomains: (connection) => verifiedDomains(parts, connection),
  };
}

async function ofBothTypes(read: (type: TokenPolicyType) => ReturnType<TokenPolicyPort['list']>) {
  return merged(await Promise.all(tokenPolicyTypes.map(read)));
}

async function readAll<T>(
  { gateway, root }: TokenPolicyParts,
  connection: Connection,
  request: GraphRequest,
  answer: z.ZodType<T>,
  values: Parameters<typeof callOf>[2] = {},
): Promise<Reading<readonly T[]>> {
  const pages = await readPages(gateway, root, callOf(request, connection.tenantId, values));
  if ('refusal' in pages) return refusedReading(pages);
  return pages.truncated ? unreadable : wholeReading(pages.items, answer);
}

/** Graph has no collection of both types: where the type is not known, both are asked. */
async function find(parts: TokenPolicyParts, connection: Connection, id: string) {
  const known = parts.types.get(`${connection.tenantId}/${id}`);
  const reading = known && (await findTyped(parts, connection, known, id));
  if (reading && (reading.status !== 'ok' || reading.value)) return reading;
  return oneOf(await Promise.all(tokenPolicyTypes.map((type) => findTyped(parts, connection, type, id))));
}

async function findTyped(
  { gateway, types }: TokenPolicyParts,
  connection: Connection,
  type: TokenPolicyType,
  id: string,
) {
  const sent = await gateway.send(callOf(policyRequests(type).find, connection.tenantId, { id }));
  const reading = foundReading(sent, policyAnswer(type), id);
  if (reading.status === 'ok' && reading.value) types.set(`${connection.tenantId}/${id}`, type);
  return reading;
}

async function verifiedDomains(parts: TokenPolicyParts, connection: Connection): Promise<Reading<readonly string[]>> {
  const reading = await readAll(parts, connection, verifiedDomainsRequest, verifiedDomain);
  if (reading.status !== 'ok') return reading;
  return { status: 'ok', value: reading.value.filter(({ isVerified }) => isVerified).map(({ id }) => id) };
}

import { LRUCache } from 'lru-cache';
import type { DomainPort } from '../core/token-policies/tenant.ts';
import type { NewTokenPolicy } from '../core/token-policies/token-policy.ts';
import type { Creation, TokenPolicyPort, WritePurpose } from '../core/token-policies/token-policy-port.ts';
import type { GraphCall, Sent } from './call.ts';
import type { Purpose } from './egress.ts';
import type { Gateway } from './gateway.ts';
import { callOf } from './requests.ts';
import { fill } from './template.ts';
import { policyAnswer } from './token-policy-answers.ts';
import { outcomeOf } from './token-policy-readings.ts';
import { type TokenPolicyParts, tokenPolicyReads } from './token-policy-reads.ts';
import { bodyOf, holderRequests, linkBody, policyRequests } from './token-policy-requests.ts';

type Writes = Pick<TokenPolicyPort, 'create' | 'update' | 'remove' | 'assign' | 'unassign'>;

/** Token policies of both types as one collection, which Microsoft Graph keeps in two. */
export function tokenPolicyPort(given: Pick<TokenPolicyParts, 'gateway' | 'root'>): TokenPolicyPort & DomainPort {
  const parts: TokenPolicyParts = { ...given, types: new LRUCache({ max: 1_000 }) };
  return { ...tokenPolicyReads(parts), ...tokenPolicyWrites(parts) };
}

function tokenPolicyWrites({ gateway, root }: TokenPolicyParts): Writes {
  return {
    async create(connection, policy, purpose) {
      const call = callOf({ ...policyRequests(policy.type).create, ...purposeOf(purpose) }, connection.tenantId, {});
      return creationOf(await sendAgain(gateway, { ...call, body: bodyOf(policy), once: true }), policy);
    },
    async update(connection, { type, id }, change, purpose) {
      const call = callOf({ ...policyRequests(type).update, ...purposeOf(purpose) }, connection.tenantId, { id });
      return outcomeOf(await sendAgain(gateway, { ...call, body: bodyOf(change) }));
    },
    remove: async (connection, { type, id }) =>
      outcomeOf(await sendAgain(gateway, callOf(policyRequests(type).remove, connection.tenantId, { id }))),
    async assign(connection, { kind, id }, policy) {
      const body = fill(linkBody(root, policy.type), { id: policy.id });
      const call = callOf(holderRequests(kind, policy.type).assign, connection.tenantId, { id });
      return outcomeOf(await sendAgain(gateway, { ...call, body }));
    },
    async unassign(connection, { kind, id }, policy) {
      const call = callOf(holderRequests(kind, policy.type).unassign, connection.tenantId, { id, policyId: policy.id });
      return outcomeOf(await sendAgain(gateway, call));
    },
  };
}

/** Two writers met inside Graph and this one was turned away: nothing was done, and once more usually works. */
async function sendAgain(gateway: Gateway, call: GraphCall): Promise<Sent> {
  const sent = await gateway.send(call);
  const collided = !sent.ok && !sent.maybeDone && sent.refusal.code === 'Directory_ConcurrencyViolation';
  return collided ? gateway.send(call) : sent;
}

function purposeOf(purpose: WritePurpose): { purpose: Purpose } {
  return { purpose: purpose === 'restore' ? 'restoreTokenPolicy' : 'writeTokenPolicy' };
}

/** A success whose policy cannot be read has still created one. */
function creationOf(sent: Sent, { type }: NewTokenPolicy): Creation {
  if (!sent.ok) return outcomeOf(sent);
  const created = policyAnswer(type).safeParse(sent.body);
  return created.success ? { kind: 'ok', policy: created.data } : { kind: 'ok' };
}

import { type Authorize, gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { Via } from '../journal.ts';
import { requireRead } from '../unread.ts';
import { refuseUnknownResource, requireObjectId } from './refusals.ts';
import type { FindTenant, Where } from './tenant.ts';
import type { Holder, HolderKind, TokenPolicy } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';

/** Who asks, from where, and about which tenant. */
export type TokenPolicyQuestion = { actor: Actor; via: Via; where: Where };

export type ReadTokenPolicies = {
  list(question: TokenPolicyQuestion): Promise<{ connection: Connection; policies: readonly TokenPolicy[] }>;
  find(question: TokenPolicyQuestion, id: string): Promise<{ connection: Connection; policy: TokenPolicy }>;
  appliesTo(question: TokenPolicyQuestion, id: string): Promise<PolicyInUse>;
  /** The policies assigned to an application or service principal. */
  assigned(question: TokenPolicyQuestion, kind: HolderKind, id: string): Promise<readonly TokenPolicy[]>;
};

export type PolicyInUse = { connection: Connection; policy: TokenPolicy; holders: readonly Holder[] };

export type ReadTokenPolicyPorts = { authorize: Authorize; findTenant: FindTenant; tokenPolicies: TokenPolicyPort };

/** Reading token policies: always what Microsoft Graph says now. */
export function tokenPolicyReader({ authorize, findTenant, tokenPolicies }: ReadTokenPolicyPorts): ReadTokenPolicies {
  async function open({ actor, via, where }: TokenPolicyQuestion): Promise<Connection> {
    await authorize(actor, gates.readTokenPolicies, via, 'tenant' in where ? undefined : where.connectionId);
    return findTenant(actor, where);
  }

  async function find(question: TokenPolicyQuestion, id: string) {
    const connection = await open(question);
    return { connection, policy: await requirePolicy(tokenPolicies, connection, id) };
  }

  return {
    async list(question) {
      const connection = await open(question);
      return { connection, policies: requireRead(await tokenPolicies.list(connection), connection) };
    },
    find,
    async appliesTo(question, id) {
      const { connection, policy } = await find(question, id);
      return {
        connection,
        policy,
        holders: requireRead(await tokenPolicies.appliesTo(connection, policy), connection),
      };
    },
    async assigned(question, kind, id) {
      const connection = await open(question);
      const holder = await requireHolder(tokenPolicies, connection, kind, id);
      return requireRead(await tokenPolicies.assigned(connection, holder), connection);
    },
  };
}

/** The policy as it is now; refuses when there is none with this object id. */
export async function requirePolicy(port: TokenPolicyPort, connection: Connection, id: string): Promise<TokenPolicy> {
  const objectId = requireObjectId(id);
  return requireRead(await port.find(connection, objectId), connection) ?? refuseUnknownResource(objectId);
}

export async function requireHolder(
  port: TokenPolicyPort,
  connection: Connection,
  kind: HolderKind,
  id: string,
): Promise<Holder> {
  const objectId = requireObjectId(id);
  return (
    requireRead(await port.findHolder(connection, { kind, id: objectId }), connection) ??
    refuseUnknownResource(objectId)
  );
}

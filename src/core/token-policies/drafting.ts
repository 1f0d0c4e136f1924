import { type Authorize, gates } from '../access.ts';
import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import { draftOperation } from '../operations/drafts.ts';
import type { OperationDraft, OperationInput, Target, Verb } from '../operations/operation.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Runtime } from '../runtime.ts';
import { requireChange, requireNewPolicy } from './input.ts';
import { requireHolder, requirePolicy, type TokenPolicyQuestion } from './read.ts';
import type { FindTenant, Where } from './tenant.ts';
import type { HolderKind, NamedHolder, NewTokenPolicy, TokenPolicy } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';

export type DraftingPorts = {
  authorize: Authorize;
  findTenant: FindTenant;
  tokenPolicies: TokenPolicyPort;
  runtime: Runtime;
};

/** Which assignment is meant, by object ids. */
export type Assignment = { kind: HolderKind; holderId: string; policyId: string };

type Drafted = { draft: OperationDraft; connection: Connection };
type DraftedFor = Drafted & { policy: TokenPolicy };

export async function draftCreation(
  ports: DraftingPorts,
  question: TokenPolicyQuestion,
  body: GraphDocument,
): Promise<Drafted> {
  const connection = await open(ports, question);
  const input = requireNewPolicy(body);
  const draft = drafted(ports, question, connection, 'createTokenPolicy', newTarget(ports.runtime, input), input);
  return { draft, connection };
}

export async function draftUpdate(
  ports: DraftingPorts,
  question: TokenPolicyQuestion,
  id: string,
  body: GraphDocument,
): Promise<DraftedFor> {
  const connection = await open(ports, question);
  const policy = await requirePolicy(ports.tokenPolicies, connection, id);
  const input = requireChange(policy.type, body);
  const draft = drafted(ports, question, connection, 'updateTokenPolicy', targetOf(policy), input);
  return { draft, connection, policy };
}

export async function draftRemoval(
  ports: DraftingPorts,
  question: TokenPolicyQuestion,
  id: string,
): Promise<DraftedFor> {
  const connection = await open(ports, question);
  const policy = await requirePolicy(ports.tokenPolicies, connection, id);
  const draft = drafted(ports, question, connection, 'deleteTokenPolicy', targetOf(policy));
  return { draft, connection, policy };
}

/** `addressed`: the tenant that the address of the policy names, where there is one. */
export async function draftAssignment(
  ports: DraftingPorts,
  question: TokenPolicyQuestion,
  verb: 'assignTokenPolicy' | 'unassignTokenPolicy',
  { kind, holderId, policyId }: Assignment,
  addressed: Where = question.where,
): Promise<DraftedFor & { holder: NamedHolder }> {
  const connection = await open(ports, question);
  const { id, displayName } = await requireHolder(ports.tokenPolicies, connection, kind, holderId);
  await requireSameTenant(ports, question, connection, addressed);
  const policy = await requirePolicy(ports.tokenPolicies, connection, policyId);
  const holder = { kind, id, displayName };
  const draft = drafted(ports, question, connection, verb, { ...targetOf(policy), holder });
  return { draft, connection, policy, holder };
}

async function open({ authorize, findTenant }: DraftingPorts, { actor, via, where }: TokenPolicyQuestion) {
  await authorize(actor, gates.writeTokenPolicies, via, 'tenant' in where ? undefined : where.connectionId);
  return findTenant(actor, where);
}

function drafted(
  { runtime }: DraftingPorts,
  { actor, via }: TokenPolicyQuestion,
  connection: Connection,
  verb: Verb,
  target: Target,
  input?: OperationInput,
): OperationDraft {
  return draftOperation(runtime, verb, target, { actor, via, connection, ...(input && { input }) });
}

async function requireSameTenant(
  { findTenant }: DraftingPorts,
  { actor, where }: TokenPolicyQuestion,
  { id }: Connection,
  addressed: Where,
): Promise<void> {
  if (addressed === where || (await findTenant(actor, addressed)).id === id) return;
  refuse('invalid_request', "The url names another tenant than the request. Name the request's own tenant in it.");
}

function targetOf({ id, displayName }: TokenPolicy): Extract<Target, { kind: 'tokenPolicy' }> {
  return { kind: 'tokenPolicy', id, label: displayName };
}

/**
 * A policy to be created has no id to lock. Two that look the same take turns, so that each can be told from the
 * other when it is looked for; all others go side by side.
 */
function newTarget(runtime: Runtime, { type, displayName, definition }: NewTokenPolicy): Target {
  const id = `new-${runtime.sha256(JSON.stringify([type, displayName, definition])).slice(0, 32)}`;
  return { kind: 'tokenPolicy', id, label: displayName };
}

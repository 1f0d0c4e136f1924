import type { Connection } from '../connections.ts';
import type { OperationDraftRun } from '../operations/drafts.ts';
import type { Engine } from '../operations/engine.ts';
import { operationEntry } from '../operations/entries.ts';
import type { Operation, OperationDraft } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { GraphDocument } from '../policies/compare.ts';
import { requireRead } from '../unread.ts';
import {
  type Assignment,
  type DraftingPorts,
  draftAssignment,
  draftCreation,
  draftRemoval,
  draftUpdate,
} from './drafting.ts';
import type { TokenPolicyQuestion } from './read.ts';
import { refuseUnknownResource } from './refusals.ts';
import type { Where } from './tenant.ts';
import type { NamedHolder, TokenPolicy } from './token-policy.ts';

export type WriteTokenPolicyPorts = DraftingPorts & { store: OperationStore; engine: Engine; confirmTtlMs: number };

/** What a confirmation shows before a policy, or one of its assignments, is taken away. */
export type RemovalPreview = {
  connection: Connection;
  policy: TokenPolicy;
  /** What uses the policy, or what it is taken away from. */
  holders: readonly NamedHolder[];
  operation: Operation;
};

export type WriteTokenPolicies = {
  create(question: TokenPolicyQuestion, body: GraphDocument): Promise<OperationDraftRun>;
  update(question: TokenPolicyQuestion, id: string, body: GraphDocument): Promise<OperationDraftRun>;
  remove(question: TokenPolicyQuestion, id: string): Promise<OperationDraftRun>;
  /** `addressed`: the tenant that the policy's address names. */
  assign(question: TokenPolicyQuestion, assignment: Assignment, addressed: Where): Promise<OperationDraftRun>;
  unassign(question: TokenPolicyQuestion, assignment: Assignment): Promise<OperationDraftRun>;
  previewRemoval(question: TokenPolicyQuestion, id: string): Promise<RemovalPreview>;
  previewUnassignment(question: TokenPolicyQuestion, assignment: Assignment): Promise<RemovalPreview>;
};

/** Changing token policies: each of these is an operation. */
export function tokenPolicyWriter(ports: WriteTokenPolicyPorts): WriteTokenPolicies {
  function run({ actor }: TokenPolicyQuestion, { draft }: { draft: OperationDraft }): OperationDraftRun {
    return { draft, outcome: ports.engine.run({ draft, from: 'nothing', actor }) };
  }

  return {
    create: async (question, body) => run(question, await draftCreation(ports, question, body)),
    update: async (question, id, body) => run(question, await draftUpdate(ports, question, id, body)),
    remove: async (question, id) => run(question, await draftRemoval(ports, question, id)),
    assign: async (question, assignment, addressed) =>
      run(question, await draftAssignment(ports, question, 'assignTokenPolicy', assignment, addressed)),
    unassign: async (question, assignment) =>
      run(question, await draftAssignment(ports, question, 'unassignTokenPolicy', assignment)),
    previewRemoval: (question, id) => previewRemoval(ports, question, id),
    previewUnassignment: (question, assignment) => previewUnassignment(ports, question, assignment),
  };
}

async function previewRemoval(
  ports: WriteTokenPolicyPorts,
  question: TokenPolicyQuestion,
  id: string,
): Promise<RemovalPreview> {
  const { draft, connection, policy } = await draftRemoval(ports, question, id);
  const holders = requireRead(await ports.tokenPolicies.appliesTo(connection, policy), connection);
  return { connection, policy, holders, operation: await propose(ports, draft) };
}

async function previewUnassignment(
  ports: WriteTokenPolicyPorts,
  question: TokenPolicyQuestion,
  assignment: Assignment,
): Promise<RemovalPreview> {
  const drafted = await draftAssignment(ports, question, 'unassignTokenPolicy', assignment);
  const { draft, connection, policy, holder } = drafted;
  const assigned = requireRead(await ports.tokenPolicies.assigned(connection, holder), connection);
  if (!assigned.some(({ id }) => id === policy.id)) refuseUnknownResource(policy.id);
  return { connection, policy, holders: [holder], operation: await propose(ports, draft) };
}

function propose({ store, confirmTtlMs }: WriteTokenPolicyPorts, draft: OperationDraft): Promise<Operation> {
  return store.propose(draft, confirmTtlMs, operationEntry('proposed', draft));
}

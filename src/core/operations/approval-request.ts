import type { Conversations } from '../chat.ts';
import { isRefusal, refuse } from '../errors.ts';
import { operationEntry } from './entries.ts';
import { operatorsCards } from './notices.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { OperationStore } from './operation-store.ts';
import { subjectsOf } from './subjects.ts';
import { refuseExpired, refuseWithdrawn } from './withdrawn.ts';

export type RequestPorts = {
  store: OperationStore;
  conversations: Pick<Conversations, 'find' | 'findOperators'>;
  approvalTtlMs: number;
};

/** The outcome; or, where one person is not enough, the operation with its request for a second one. */
export async function orApprovalRequest(
  ports: RequestPorts,
  draft: OperationDraft,
  outcome: Promise<Operation>,
): Promise<Operation> {
  try {
    return await outcome;
  } catch (thrown) {
    const wanted = isRefusal(thrown) && thrown.refusal === 'approval_required' && draft.requestedBy.kind === 'person';
    if (wanted) return request(ports, draft, thrown.message);
    throw thrown;
  }
}

async function request(ports: RequestPorts, asked: OperationDraft, why: string): Promise<Operation> {
  const { store, conversations, approvalTtlMs: ttlMs } = ports;
  const here = asked.via.conversation ?? '';
  const isPrivate = (await conversations.find(here))?.type === 'personal';
  const sends = isPrivate ? await operatorsCards(conversations, asked) : [];
  const conversation = isPrivate ? (sends[0]?.conversationId ?? refuseNobodyToAsk(why)) : here;
  const draft = { ...asked, approval: { conversation, why } };
  const entry = operationEntry('approvalRequested', draft, { why });
  const standing = await store.requestApproval({ draft, ttlMs, entry, subjects: subjectsOf(draft), sends });
  if (standing === 'expired') refuseExpired(asked);
  refuseWithdrawn(standing);
  return standing;
}

function refuseNobodyToAsk(why: string): never {
  refuse(
    'approval_required',
    `${why} There is no operators' conversation to ask in: an admin makes one with "approve operators" in a channel.`,
  );
}

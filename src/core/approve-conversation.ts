import { type Authorize, gates } from './access.ts';
import type { Person } from './actors.ts';
import type { Conversation, Conversations } from './chat.ts';
import { refuse } from './errors.ts';
import type { Journal, Via } from './journal.ts';

export type ApprovalPorts = { authorize: Authorize; conversations: Conversations; journal: Journal };

/** `operators`: their notices come here as well, and no longer where they came before. */
export type ApproveConversation = (
  admin: Person,
  via: Via,
  conversation: Conversation,
  as: { operators: boolean },
) => Promise<Conversation>;

/** What the shown card about a conversation's approval is about. */
export function approvalSubject(conversationId: string): string {
  return `approval/${conversationId}`;
}

/** Closes it to tenant data, and to the operators' notices. What was shown there stays in its history. */
export type WithdrawApproval = (admin: Person, via: Via, conversation: Conversation) => Promise<Conversation>;

/** Opens a channel or group chat for tenant data. It is given where everybody in that place can see it. */
export function conversationApproval({ authorize, conversations, journal }: ApprovalPorts): ApproveConversation {
  return async function approve(admin, via, conversation, as) {
    await authorize(admin, gates.approveConversation, via);
    if (conversation.type === 'personal') {
      refuse('invalid_request', 'A 1:1 chat needs no approval. Write this in the channel or group chat you mean.');
    }
    const { organization } = admin;
    const detail = { verb: 'approve', conversation: conversation.id, operators: as.operators };
    await journal.append({ type: 'conversation', organization, actor: admin, via, detail });
    await conversations.approve(conversation.id, as);
    return { ...conversation, approved: true, operators: conversation.operators || as.operators };
  };
}

export function approvalWithdrawal({ authorize, conversations, journal }: ApprovalPorts): WithdrawApproval {
  return async function withdraw(admin, via, conversation) {
    await authorize(admin, gates.approveConversation, via);
    const { organization } = admin;
    const detail = { verb: 'withdraw', conversation: conversation.id };
    await journal.append({ type: 'conversation', organization, actor: admin, via, detail });
    await conversations.withdraw(conversation.id);
    return { ...conversation, approved: false, operators: false };
  };
}

import { approvedCard } from '../cards/approved.ts';
import { approvalSubject } from '../core/approve-conversation.ts';
import type { Conversation } from '../core/chat.ts';
import { refuse } from '../core/errors.ts';
import type { Asker, Desk, Reply } from './desk.ts';

export async function approveHere({ approveConversation }: Desk, asker: Asker, rest: string): Promise<Reply> {
  const operators = rest.toLowerCase() === 'operators';
  if (rest && !operators) refuse('invalid_request', `I know "approve" and "approve operators", not more.`);
  const { person, via, conversation } = asker;
  return showApproval(await approveConversation(person, via, conversation, { operators }));
}

/** For the conversation in which the button is pressed, whichever card it stood on. */
export async function withdrawHere({ withdrawApproval }: Desk, asker: Asker): Promise<Reply> {
  const { person, via, conversation } = asker;
  return showApproval(await withdrawApproval(person, via, conversation));
}

function showApproval(conversation: Conversation): Reply {
  const about = { kind: 'approval', subject: approvalSubject(conversation.id), connectionId: '' } as const;
  return { card: approvedCard(conversation), about };
}

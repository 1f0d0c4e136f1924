import type { Actor } from '../actors.ts';
import type { Conversations, NewCard } from '../chat.ts';
import type { OperationDraft } from './operation.ts';
import { subjectOf } from './subjects.ts';

/** The operation's card for the operators' conversation; none when there is no such conversation. */
export async function operatorsCards(
  conversations: Pick<Conversations, 'findOperators'>,
  draft: OperationDraft,
): Promise<readonly NewCard[]> {
  const { organization, connection, requestedBy } = draft;
  const operators = await conversations.findOperators(organization);
  if (!operators || operators.disabled !== undefined) return [];
  return [
    {
      organization,
      conversationId: operators.id,
      kind: 'operation',
      subject: subjectOf(draft),
      connectionId: connection.id,
      askedBy: oidOf(requestedBy),
    },
  ];
}

/** Nobody's buttons on a card that no person asked for. */
function oidOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.oid : '';
}

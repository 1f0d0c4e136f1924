import type { Card } from '../cards/card.ts';
import { messageCard } from '../cards/message.ts';
import { holds } from '../core/access.ts';
import type { ErrorCode, Refusal } from '../core/errors.ts';
import type { Asker } from './desk.ts';

/** What failed, in words: the heading above core's sentence. */
export const refusalTitles = {
  invalid_request: 'That did not work',
  unauthenticated: 'Not signed in',
  not_entitled: 'Not in your plan',
  not_allowed: 'Not allowed',
  protected_target: 'Protected account',
  approval_required: 'Approval needed',
  unknown_policy: 'Unknown policy',
  unknown_user: 'Unknown user',
  unknown_connection: 'Unknown connection',
  unknown_operation: 'Unknown operation',
  not_connected: 'Not connected',
  precondition_failed: 'Not done',
  in_progress: 'Already under way',
  not_found: 'Not found',
  method_not_allowed: 'That did not work',
  too_large: 'Too long',
  unsupported_media_type: 'That did not work',
  idempotency_mismatch: 'That did not work',
  throttled: 'Microsoft Graph is busy',
  graph_failed: 'Microsoft Graph could not be read',
  journal_unavailable: 'The audit record is unavailable',
  unavailable: 'Bulwark is busy',
  internal: 'Something went wrong',
} as const satisfies Record<ErrorCode, string>;

/** `asker`: once it is known. Whoever may mend the consent that is missing gets the button for it. */
export function refusalCard(refused: Refusal, asker?: Pick<Asker, 'roles'>): Card {
  const { refusal, message, operationId } = refused;
  const connectionId = asker && mendable(refused, asker);
  const actions = connectionId ? [{ title: 'Grant consent…', verb: 'connect.start', data: { connectionId } }] : [];
  const lacksRole = refusal === 'not_allowed' && asker?.roles.length === 0;
  const title = lacksRole ? 'No role yet' : refusalTitles[refusal];
  const reference = operationId === undefined ? {} : { reference: operationId };
  return messageCard({ tone: 'warning', title, text: message, ...reference, actions });
}

/** The connection to which this person can have consent granted again, where that is what is missing. */
export function mendable({ graph, connectionId }: Refusal, { roles }: Pick<Asker, 'roles'>): string | undefined {
  return graph?.needsReconsent && holds(roles, 'admin') ? connectionId : undefined;
}

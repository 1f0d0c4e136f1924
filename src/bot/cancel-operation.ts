import { alertIdIn } from '../core/alerts/subjects.ts';
import { type Asker, type Desk, pressedCard, type Reply } from './desk.ts';
import { showAlert } from './show-alerts.ts';
import { showOperation } from './show-operations.ts';

/** An alert is shown again: it is still to be dealt with. */
export async function cancelOperation(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  const operation = await desk.presses.cancel(asker.person, asker.via, operationId);
  const shown = await pressedCard(desk, asker);
  if (shown?.kind === 'operation') await desk.outbox.refresh(shown, operation.id);
  const alert = shown && alertIdIn(shown.subject);
  return alert === undefined ? showOperation(desk, asker, operation) : showAlert(desk, asker, alert);
}

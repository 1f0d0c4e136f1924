import { nothingToDoCard } from '../cards/nothing-to-do.ts';
import { tokenPolicyUndoConfirmCard } from '../cards/token-policy-confirm.ts';
import { undoConfirmCard } from '../cards/undo-confirm.ts';
import type { UndoPreview } from '../core/undo.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { showRelease } from './show-containment.ts';
import { aboutOperation } from './show-operations.ts';

export async function confirmUndo(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  const preview = await desk.undo.preview(asker.person, asker.via, operationId);
  if ('policy' in preview) return showPolicyUndo(desk, preview);
  if ('user' in preview) return showRelease(desk, preview);
  const card = tokenPolicyUndoConfirmCard({ preview, now: desk.runtime.now() });
  return { card, about: aboutOperation(preview.operation) };
}

function showPolicyUndo(desk: Desk, preview: UndoPreview): Reply {
  const { operation } = preview;
  if (!operation) return { card: nothingToDoCard({ preview, kind: 'undo' }) };
  const card = undoConfirmCard({ preview: { ...preview, operation }, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

import type { Card } from '../cards/card.ts';
import { guidedFormCard } from '../cards/guided-form.ts';
import { hardenConfirmCard } from '../cards/harden-confirm.ts';
import { hardenReasonCard } from '../cards/harden-reason.ts';
import { nothingToDoCard } from '../cards/nothing-to-do.ts';
import { operationCard } from '../cards/operation.ts';
import { progressCard } from '../cards/progress.ts';
import { tokenPolicyOperationCard } from '../cards/token-policy-operation.ts';
import { userOperationCard } from '../cards/user-operation.ts';
import { holds } from '../core/access.ts';
import { within } from '../core/deadline.ts';
import { isRefusal } from '../core/errors.ts';
import {
  isOnPolicy,
  isOnTokenPolicy,
  isOnUser,
  type Operation,
  type OperationDraft,
} from '../core/operations/operation.ts';
import type { Press } from '../core/operations/press.ts';
import { subjectOf } from '../core/operations/subjects.ts';
import type { RawInput } from '../core/policies/guided.ts';
import { requirePolicy } from '../core/policies/require-policy.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { aboutPolicy } from './explain-policy.ts';

/** A press is answered a little before its time is up. */
const marginMs = 300;

export async function confirmHarden(
  desk: Desk,
  asker: Asker,
  policyKey: string,
  connectionId?: string,
  raw?: RawInput,
): Promise<Reply> {
  const preview = await desk.harden.preview(asker.person, asker.via, policyKey, connectionId, raw);
  const { operation, asks, connection } = preview;
  if (asks) {
    const card = guidedFormCard({ ...preview, asks });
    return { card, ...(await aboutPolicy(desk, asker, policyKey, connection.id)) };
  }
  if (!operation) return { card: nothingToDoCard({ preview, kind: 'harden' }) };
  const card = hardenConfirmCard({ preview: { ...preview, operation }, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

/** The second question before a setting of high impact is written. */
export async function askReason(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  const operation = await desk.presses.look(asker.person, asker.via, operationId);
  if (operation.state !== 'proposed') return showOperation(desk, asker, operation);
  const policy = requirePolicy(operation.target.id);
  const card = hardenReasonCard({ operation, policy, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

export async function executeOperation(desk: Desk, asker: Asker, operationId: string, reason?: string): Promise<Reply> {
  return showPress(desk, asker, await desk.presses.execute(asker.person, asker.via, operationId, reason));
}

/** The outcome when it is there in time, else a progress card: the outcome then comes as an edit. */
export async function showPress(desk: Desk, asker: Asker, press: Press): Promise<Reply> {
  const ended = await inTime(desk, asker, press);
  if (ended) return showOperation(desk, asker, ended);
  tellLateRefusal(desk, press);
  const card = progressCard({ draft: press.operation, now: desk.runtime.now() });
  return { card, about: aboutOperation(press.operation) };
}

/** Once nobody waits, even an outcome that is there at once has to come as an edit. */
async function inTime({ runtime }: Desk, { answerBy = 0 }: Asker, { outcome }: Press): Promise<Operation | undefined> {
  const leftMs = answerBy - marginMs - runtime.now();
  return leftMs > 0 ? within(runtime, leftMs, outcome) : undefined;
}

export function showOperation(desk: Desk, asker: Pick<Asker, 'roles' | 'via'>, operation: Operation): Reply {
  return { card: cardOf(operation, asker, desk.runtime.now()), about: aboutOperation(operation) };
}

function cardOf(operation: Operation, { roles, via }: Pick<Asker, 'roles' | 'via'>, now: number): Card {
  const mayUndo = holds(roles, 'hardener');
  const { conversation } = via;
  if (isOnPolicy(operation)) return operationCard({ operation, mayUndo, conversation, now });
  if (isOnTokenPolicy(operation)) return tokenPolicyOperationCard({ operation, mayUndo, conversation, now });
  if (isOnUser(operation))
    return userOperationCard({ operation, mayContain: holds(roles, 'responder'), conversation, now });
  throw new Error(`No card shows an operation on ${operation.target.kind}.`);
}

export function aboutOperation(operation: OperationDraft): NonNullable<Reply['about']> {
  return { kind: 'operation', subject: subjectOf(operation), connectionId: operation.connection.id };
}

/** A refusal that comes after the answer is recorded as the operation's end, so that the card can be edited. */
function tellLateRefusal(desk: Desk, { operation, outcome }: Press): void {
  outcome.catch((thrown: unknown) => {
    const why = isRefusal(thrown) ? thrown.message : 'Something went wrong before anything was written. Try again.';
    return desk.presses.endRefused(operation, why).catch(() => undefined);
  });
}

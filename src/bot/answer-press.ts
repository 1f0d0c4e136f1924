import type { z } from 'zod/v4';
import type { ShownCard } from '../core/chat.ts';
import { within } from '../core/deadline.ts';
import { isRefusal } from '../core/errors.ts';
import { postureSubject, riskySubject, tokenPoliciesSubject } from '../core/operations/subjects.ts';
import { admit, requireApproved } from './admit.ts';
import type { Button } from './button.ts';
import { findButton } from './buttons.ts';
import { type Asker, type Desk, pressedCard, type Reply } from './desk.ts';
import { mendable, refusalCard } from './refusals.ts';
import { isTold } from './told.ts';
import type { InvokeAnswer, Press, Turn } from './turn.ts';

/** Teams waits three seconds, the way there and back included. */
const pressAnswerMs = 2_300;

const late = {
  door: 'Microsoft is slow to answer. Nothing was changed. Press again in a moment.',
  read: 'Microsoft Graph is slow to answer. Nothing was changed. Press again in a moment.',
  list: 'Microsoft Graph is slow to answer. The card is brought up to date as soon as it has.',
  change: 'Still working on it. The result appears on this card.',
  changeElsewhere: 'Still working on it. Ask for the current state in a moment.',
} as const;

export async function answerPress(desk: Desk, turn: Turn, press: Press): Promise<InvokeAnswer> {
  try {
    return await answerInTime(desk, turn, press);
  } catch (thrown) {
    if (isRefusal(thrown)) return refused(thrown.refusal, thrown.message);
    throw thrown;
  }
}

/** Nothing is begun for who was not let in in time, so that a later press is the first one. */
async function answerInTime(desk: Desk, turn: Turn, press: Press): Promise<InvokeAnswer> {
  const answerBy = desk.runtime.now() + pressAnswerMs;
  const admitted = await within(desk.runtime, pressAnswerMs, admitApproved(desk, turn));
  if (!admitted) return { kind: 'message', text: late.door };
  const asker = { ...admitted, answerBy };
  const button = findButton(press.verb);
  const data = button?.data.safeParse(press.data);
  if (button && data?.success) return show(desk, asker, button, press, answerOf(desk, asker, button, data.data));
  const unfilled = button && data?.error && inputProblem(button, data.error.issues);
  if (unfilled) return refused('invalid_request', unfilled);
  await untilDue(desk, asker, desk.door.recordForged(asker.person, asker.via, button?.verb));
  return refused('outdated', 'This card is out of date. Ask me for a fresh one.');
}

/** What is wrong with what the person filled in, when nothing else is wrong with the press. */
function inputProblem({ inputs = [] }: Button, issues: readonly z.core.$ZodIssue[]): string | undefined {
  return issues.every(({ path: [name] }) => inputs.some((input) => input === name)) ? issues[0]?.message : undefined;
}

/** A refusal is told as an error, but one that the presser can mend as a card: only that has a button. */
async function answerOf(desk: Desk, asker: Asker, button: Button, data: unknown): Promise<Reply> {
  try {
    return await button.answer(desk, asker, data);
  } catch (thrown) {
    if (isRefusal(thrown) && mendable(thrown, asker)) return { card: refusalCard(thrown, asker) };
    throw thrown;
  }
}

async function admitApproved(desk: Desk, turn: Turn): Promise<Asker> {
  const asker = await admit(desk, turn);
  await requireApproved(desk, asker);
  return asker;
}

async function show(
  desk: Desk,
  asker: Asker,
  button: Button,
  press: Press,
  work: Promise<Reply>,
): Promise<InvokeAnswer> {
  const reply = await untilDue(desk, asker, work);
  if (!reply) return { kind: 'message', text: await answerLate(desk, asker, button, press, work) };
  await untilDue(desk, asker, rebind(desk, asker, reply));
  return { kind: 'card', card: reply.card.content };
}

function untilDue<T>({ runtime }: Desk, { answerBy = 0 }: Asker, work: Promise<T>): Promise<T | undefined> {
  return within(runtime, Math.max(0, answerBy - runtime.now()), work);
}

/** Says what will happen, after it was seen to. */
async function answerLate(desk: Desk, asker: Asker, button: Button, press: Press, work: Promise<Reply>) {
  const card = await pressedCard(desk, asker);
  if (button.changes) {
    showWhenDone(desk, asker, press, work);
    return card ? late.change : late.changeElsewhere;
  }
  // An edit makes Teams refresh the card by itself: edits for those refreshes would never end.
  if (!card || press.trigger === 'automatic' || !isList(card, button)) return late.read;
  return desk.outbox.refresh(card).then(
    () => late.list,
    () => late.read,
  );
}

const listSubjects = {
  posture: postureSubject,
  risky: riskySubject,
  tokenPolicies: tokenPoliciesSubject,
} as const satisfies Record<NonNullable<Button['lists']>, unknown>;

function isList({ kind, subject, connectionId }: ShownCard, { lists }: Button): boolean {
  return lists === kind && subject === listSubjects[lists](connectionId);
}

/** A press that was refused leaves the card as it is, unless that is what the card has to say. */
function showWhenDone(desk: Desk, asker: Asker, { data: { op } }: Press, work: Promise<Reply>): void {
  async function refresh(): Promise<void> {
    const card = await pressedCard(desk, asker);
    if (card) await desk.outbox.refresh(card, typeof op === 'string' ? op : undefined);
  }
  work.then(refresh, (thrown: unknown) => (isWithdrawn(thrown) ? refresh() : undefined)).catch(() => undefined);
}

function isWithdrawn(thrown: unknown): boolean {
  return isRefusal(thrown) && thrown.refusal === 'precondition_failed';
}

/**
 * A press may change what the shared message is about, but not whose message it is or what kind it was; an alert
 * stays one. The answer is given even where that cannot be remembered.
 */
async function rebind(desk: Desk, asker: Asker, { about }: Reply): Promise<void> {
  const card = about && (await pressedCard(desk, asker));
  if (!card || card.subject === about.subject || isTold(card)) return;
  await desk.shown.remember({ ...card, ...about, kind: card.kind }).catch(() => undefined);
}

function refused(errorCode: string, message: string): InvokeAnswer {
  return { kind: 'error', code: 400, errorCode, message };
}

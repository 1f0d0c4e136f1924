import type { Card } from '../cards/card.ts';
import type { ShownCard } from '../core/chat.ts';
import { within } from '../core/deadline.ts';
import { isRefusal, refuse } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { postureSubject, tokenPoliciesSubject } from '../core/operations/subjects.ts';
import { findButton } from './buttons.ts';
import { cardActivity } from './card-activity.ts';
import { commands, findCommand, helpFor, readSaid } from './commands.ts';
import { type Asker, type Desk, pressedCard, type Reply } from './desk.ts';
import { identify } from './identity.ts';
import { refusalCard } from './refusals.ts';
import type { InvokeAnswer, Press, Turn, TurnHandlers } from './turn.ts';

/** Teams waits three seconds; a read that takes longer is answered by editing the card. */
const readAnswerMs = 2_400;

export function turnHandlers(desk: Desk): TurnHandlers {
  return {
    onMessage: (turn) => answerMessage(desk, turn),
    onPress: (turn, press) => answerPress(desk, turn, press),
    onInstalled: (turn) => welcome(desk, turn),
    onRemoved: (turn) =>
      desk.conversations.disable(turn.conversation.id, 'The app was removed from this conversation.'),
  };
}

async function answerMessage(desk: Desk, turn: Turn): Promise<void> {
  const reply = await refusalsAsCards(() => answerText(desk, turn));
  const activityId = await sendCard(turn, reply.card);
  if (reply.asker) await remember(desk, reply.asker, activityId, reply);
}

/** With whom the answer is to be remembered, when it is one to a person. */
type Answer = Reply & { asker?: Asker };

async function answerText(desk: Desk, turn: Turn): Promise<Answer> {
  const asker = await admit(desk, turn);
  const [word = '', ...rest] = turn.text.replace(/^\//, '').split(' ');
  const command = findCommand(word.toLowerCase());
  if (!command) return { card: unknownCard(asker, word) };
  if (command.tenantData) await requireApproved(desk, asker);
  await turn.typing();
  const said = await readSaid(desk, asker, word.toLowerCase(), rest.join(' '));
  return { ...(await command.answer(desk, asker, said)), asker };
}

async function answerPress(desk: Desk, turn: Turn, press: Press): Promise<InvokeAnswer> {
  try {
    const asker = await admit(desk, turn);
    await requireApproved(desk, asker);
    const button = findButton(press.verb);
    const data = button?.data.safeParse(press.data);
    if (!button || !data?.success) return refused('outdated', 'This card is out of date. Ask me for a fresh one.');
    return await inTime(desk, asker, button.answer(desk, asker, data.data));
  } catch (thrown) {
    if (isRefusal(thrown)) return refused(thrown.refusal, thrown.message);
    throw thrown;
  }
}

async function inTime(desk: Desk, asker: Asker, work: Promise<Reply>): Promise<InvokeAnswer> {
  const reply = await within(desk.runtime, readAnswerMs, work);
  if (!reply) return answerSlowly(desk, asker);
  await rebind(desk, asker, reply);
  return { kind: 'card', card: reply.card.content };
}

/** What was asked for only reads, so it is read again when the card's edit is sent. */
async function answerSlowly(desk: Desk, asker: Asker): Promise<InvokeAnswer> {
  const card = await pressedCard(desk, asker);
  if (card && isList(card)) await desk.outbox.refresh(card);
  return {
    kind: 'message',
    text: 'Microsoft Graph is slow to answer. The card is brought up to date as soon as it has.',
  };
}

function isList({ subject, connectionId }: ShownCard): boolean {
  return [postureSubject(connectionId), tokenPoliciesSubject(connectionId)].includes(subject);
}

async function welcome(desk: Desk, turn: Turn): Promise<void> {
  const organization = desk.organizationOf(turn.conversation.tenantId);
  if (!organization) return;
  const conversation = await desk.conversations.remember({ ...place(turn), organization });
  if (!conversation.isNew) return;
  const person = identify(desk, turn);
  const roles = person ? await desk.rolesOf(person) : [];
  await sendCard(turn, helpFor({ roles }, { greeting: true }));
}

/** Who asks, once Teams has said that it is a member of the organization. */
async function admit(desk: Desk, turn: Turn): Promise<Asker> {
  const { tenantId } = turn.conversation;
  const organization = desk.organizationOf(tenantId) ?? refuse('not_allowed', 'I do not work for this organization.');
  const { id, ...rest } = place(turn);
  const conversation = await desk.conversations.remember({ id, ...rest, organization });
  const via = { channel: 'chat', conversation: id, activityId: turn.activityId } as const;
  const person = identify(desk, turn) ?? (await desk.door.turnAwayUnknown(organization, via));
  await desk.door.admit(person, via, await desk.standingOf(turn, person));
  const pressedOn = turn.replyToId ? { pressedOn: turn.replyToId } : {};
  return { person, roles: await desk.rolesOf(person), conversation, via, userId: turn.from.id, ...pressedOn };
}

function requireApproved(desk: Desk, { person, roles, conversation, via }: Asker): Promise<void> {
  return desk.door.requireApproved(person, roles, conversation, via);
}

/** The conversation itself: a channel's id in a turn names the thread as well. */
function place({ conversation, serviceUrl }: Turn) {
  const [id = conversation.id] = conversation.id.split(';');
  return { id, tenantId: conversation.tenantId, type: conversation.type, serviceUrl };
}

async function refusalsAsCards(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    if (isRefusal(thrown)) return { card: refusalCard(thrown) };
    throw thrown;
  }
}

async function sendCard(turn: Turn, card: Card): Promise<string> {
  return (await turn.send(cardActivity(card))).activityId;
}

async function remember(
  desk: Desk,
  { person, conversation }: Asker,
  activityId: string,
  { about }: Reply,
): Promise<void> {
  if (!about) return;
  const { organization, oid } = person;
  await desk.shown.remember({ ...about, organization, conversationId: conversation.id, activityId, askedBy: oid });
}

/** A press may change what the shared message is about, but not whose message it is or what kind it was. */
async function rebind(desk: Desk, asker: Asker, { about }: Reply): Promise<void> {
  const card = about && (await pressedCard(desk, asker));
  if (card && card.subject !== about.subject) await desk.shown.remember({ ...card, ...about, kind: card.kind });
}

function refused(errorCode: string, message: string): InvokeAnswer {
  return { kind: 'error', code: 400, errorCode, message };
}

function unknownCard(asker: Asker, typed: string): Card {
  const words = commands.flatMap((command) => command.words);
  const suggestions = [...nearest(typed, words)];
  return helpFor(asker, { greeting: false, unknown: { typed, suggestions } });
}

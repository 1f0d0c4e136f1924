import type { Card } from '../cards/card.ts';
import { messageCard } from '../cards/message.ts';
import type { Person } from '../core/actors.ts';
import { within } from '../core/deadline.ts';
import { isRefusal } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { postureSubject } from '../core/operations/operation.ts';
import { findButton } from './buttons.ts';
import { commands, findCommand, helpFor, readSaid } from './commands.ts';
import { type Asker, type Desk, pressedCard, type Reply } from './desk.ts';
import { identify } from './identity.ts';
import { refusalCard } from './refusals.ts';
import type { InvokeAnswer, OutgoingActivity, Press, Turn, TurnHandlers } from './turn.ts';

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
  const person = identify(desk, turn);
  if (!person) return sendCard(turn, strangerCard()).then(() => undefined);
  const asker = await askerOf(desk, turn, person);
  const [word = '', ...rest] = turn.text.replace(/^\//, '').split(' ');
  const command = findCommand(word.toLowerCase());
  if (!command) return sendCard(turn, unknownCard(asker, word)).then(() => undefined);
  if (command.tenantData && !mayHoldTenantData(asker))
    return sendCard(turn, unapprovedCard(asker)).then(() => undefined);
  await turn.typing();
  const reply = await refusalsAsCards(async () =>
    command.answer(desk, asker, await readSaid(desk, asker, word.toLowerCase(), rest.join(' '))),
  );
  const activityId = await sendCard(turn, reply.card);
  await remember(desk, asker, activityId, reply);
}

async function answerPress(desk: Desk, turn: Turn, press: Press): Promise<InvokeAnswer> {
  const person = identify(desk, turn);
  if (!person) return refused('not_allowed', 'I can only work with people of this organization.');
  const asker = await askerOf(desk, turn, person);
  if (!mayHoldTenantData(asker)) return refused('not_allowed', unapprovedText(asker));
  const button = findButton(press.verb);
  const data = button?.data.safeParse(press.data);
  if (!button || !data?.success) return refused('outdated', 'This card is out of date. Ask me for a fresh one.');
  try {
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
  if (card?.subject === postureSubject(card?.connectionId ?? '')) await desk.outbox.refresh(card);
  return {
    kind: 'message',
    text: 'Microsoft Graph is slow to answer. The card is brought up to date as soon as it has.',
  };
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

async function askerOf(desk: Desk, turn: Turn, person: Person): Promise<Asker> {
  const conversation = await desk.conversations.remember({ ...place(turn), organization: person.organization });
  const roles = await desk.rolesOf(person);
  const via = { channel: 'chat', conversation: conversation.id, activityId: turn.activityId } as const;
  return { person, roles, conversation, via, ...(turn.replyToId ? { pressedOn: turn.replyToId } : {}) };
}

/** The conversation itself: a channel's id in a turn names the thread as well. */
function place({ conversation, serviceUrl }: Turn) {
  const [id = conversation.id] = conversation.id.split(';');
  return { id, tenantId: conversation.tenantId, type: conversation.type, serviceUrl };
}

/** A 1:1 chat with somebody who holds a role needs no approval of its own. */
function mayHoldTenantData({ conversation, roles }: Asker): boolean {
  return conversation.approved || (conversation.type === 'personal' && roles.length > 0);
}

async function refusalsAsCards(work: () => Promise<Reply>): Promise<Reply> {
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

export function cardActivity({ content, summary }: Card): OutgoingActivity {
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { type: 'message', summary, attachments: [attachment] };
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

function unapprovedCard(asker: Asker): Card {
  return messageCard({ tone: 'info', title: 'Not here yet', text: unapprovedText(asker) });
}

function unapprovedText({ conversation }: Asker): string {
  return conversation.type === 'personal'
    ? 'You have no Bulwark role yet, so I cannot show you anything about the tenant. Ask a Bulwark admin for one.'
    : 'This conversation is not approved for tenant data. A Bulwark admin can approve it by writing "approve" here.';
}

function strangerCard(): Card {
  return messageCard({ tone: 'info', title: 'Hello', text: 'I can only work with people of this organization.' });
}

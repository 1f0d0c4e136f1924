import type { Card } from '../cards/card.ts';
import { isRefusal } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { admit, place, requireApproved } from './admit.ts';
import { answerPress } from './answer-press.ts';
import { answerSearch } from './answer-search.ts';
import { cardActivity } from './card-activity.ts';
import { commands, findCommand, helpFor, readSaid } from './commands.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { identify } from './identity.ts';
import { refusalCard } from './refusals.ts';
import type { Turn, TurnHandlers } from './turn.ts';

export function turnHandlers(desk: Desk): TurnHandlers {
  return {
    onMessage: (turn) => answerMessage(desk, turn),
    onPress: (turn, press) => answerPress(desk, turn, press),
    onSearch: (turn, search) => answerSearch(desk, turn, search),
    onInstalled: (turn) => welcome(desk, turn),
    onRemoved: (turn) => desk.conversations.disable(place(turn).id, 'The app was removed from this conversation.'),
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
  const [first = '', ...rest] = turn.text.replace(/^\//, '').split(' ');
  const word = first.replace(/[.,!?:;]+$/, '');
  const command = findCommand(word.toLowerCase());
  if (!command) return { card: unknownCard(asker, word) };
  return refusalsAsCards(async () => {
    if (command.tenantData) await requireApproved(desk, asker);
    await turn.typing();
    const said = await readSaid(desk, asker, word.toLowerCase(), rest.join(' '));
    return { ...(await command.answer(desk, asker, said)), asker };
  }, asker);
}

async function welcome(desk: Desk, turn: Turn): Promise<void> {
  const organization = desk.organizationOf(turn.conversation.tenantId);
  if (!organization) return;
  const conversation = await desk.conversations.remember({ ...place(turn), organization });
  if (!conversation.isNew) return;
  const person = identify(desk, turn);
  const roles = person ? await desk.rolesOf(person) : [];
  const installedBy = turn.conversation.type === 'personal' ? undefined : await desk.nameOf(turn);
  await sendCard(turn, helpFor({ roles }, { greeting: true, installedBy }));
}

async function refusalsAsCards(work: () => Promise<Answer>, asker?: Asker): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    if (isRefusal(thrown)) return { card: refusalCard(thrown, asker) };
    throw thrown;
  }
}

async function sendCard(turn: Turn, card: Card): Promise<string> {
  return (await turn.send(cardActivity(card))).activityId;
}

/** A card that cannot be remembered is not kept true, but it has been given. */
async function remember(
  desk: Desk,
  { person, conversation }: Asker,
  activityId: string,
  { about }: Reply,
): Promise<void> {
  if (!about) return;
  const { organization, oid } = person;
  const card = { ...about, organization, conversationId: conversation.id, activityId, askedBy: oid };
  await desk.shown.remember(card).catch(() => undefined);
}

function unknownCard(asker: Asker, typed: string): Card {
  const words = commands.flatMap((command) => command.words);
  const suggestions = [...nearest(typed, words)];
  return helpFor(asker, { greeting: false, unknown: { typed, suggestions } });
}

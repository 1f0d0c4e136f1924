import { findLine, nobodyFound } from '../cards/find.ts';
import { within } from '../core/deadline.ts';
import { isRefusal } from '../core/errors.ts';
import { findRisky } from '../core/signals/find-risky.ts';
import { admitComposing } from './admit.ts';
import { given } from './button.ts';
import { readSaid } from './commands.ts';
import type { Desk } from './desk.ts';
import { notConnectedCard } from './not-connected.ts';
import type { Search, SearchAnswer } from './search.ts';
import { showUser } from './show-threats.ts';
import type { Turn } from './turn.ts';

/** Teams waits five seconds, the way there and back included. */
const searchAnswerMs = 4_000;

const slow = 'Microsoft is slow to answer. Try again in a moment.';

/** What the compose box shows the person alone, or the card that it then puts into the conversation. */
export async function answerSearch(desk: Desk, turn: Turn, search: Search): Promise<SearchAnswer> {
  try {
    return (await within(desk.runtime, searchAnswerMs, answerOf(desk, turn, search))) ?? said(slow);
  } catch (thrown) {
    if (isRefusal(thrown)) return said(thrown.message);
    throw thrown;
  }
}

function answerOf(desk: Desk, turn: Turn, search: Search): Promise<SearchAnswer> {
  return search.kind === 'query' ? findUsers(desk, turn, search) : insertUser(desk, turn, search);
}

async function findUsers(desk: Desk, turn: Turn, { typed, skip, count }: Extract<Search, { kind: 'query' }>) {
  const asker = await admitComposing(desk, turn);
  const { rest, connectionId } = await readSaid(desk, asker, '', typed);
  const threats = await desk.readThreats(asker.person, asker.via, given('connectionId', connectionId));
  if (!threats) return said(notConnectedCard(asker).summary);
  const { riskyUsers, connection } = threats;
  const found = riskyUsers.status === 'ok' ? findRisky(riskyUsers.value.items, rest) : [];
  if (found.length === 0) return said(nobodyFound(threats, rest));
  const finds = found.slice(skip, skip + count).map((user) => ({
    ...findLine(user, connection),
    pick: { v: 1 as const, user: user.id, connectionId: connection.id },
  }));
  return { kind: 'finds', finds } satisfies SearchAnswer;
}

async function insertUser(desk: Desk, turn: Turn, { pick }: Extract<Search, { kind: 'pick' }>) {
  const asker = await admitComposing(desk, turn);
  const { user, connectionId } = pick;
  const { card } = await showUser(desk, asker, { user, ...given('connectionId', connectionId) });
  return { kind: 'card', card: card.content, title: card.summary } satisfies SearchAnswer;
}

function said(text: string): SearchAnswer {
  return { kind: 'message', text };
}

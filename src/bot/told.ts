import { alertCard } from '../cards/alert.ts';
import { alertDigestCard } from '../cards/alert-list.ts';
import { alertNoteCard } from '../cards/alert-note.ts';
import type { Card } from '../cards/card.ts';
import { digestCard } from '../cards/digest.ts';
import { messageCard } from '../cards/message.ts';
import { type NewCard, type ShownCard, toldKinds } from '../core/chat.ts';
import type { Desk } from './desk.ts';

/** Whether nobody asked for the message: it stays about what it told, whatever is done from it. */
export function isTold({ kind }: Pick<ShownCard, 'kind'>): boolean {
  return toldKinds.includes(kind);
}

/** What the bot says unasked, as it is now. Undefined for what somebody asked for. */
export async function renderTold(desk: Desk, card: NewCard): Promise<Card | undefined> {
  if (card.kind === 'alert') return alertNow(desk, card);
  if (card.kind === 'alertDigest') return alertDigestNow(desk, card);
  return card.kind === 'digest' ? digestNow(desk, card) : undefined;
}

async function alertNow({ alerts }: Desk, card: NewCard): Promise<Card> {
  const view = await alerts.shown(card);
  if (!view) return goneCard;
  const { note, conversationId: here } = card;
  return note ? alertNoteCard({ alert: view.alert, note }) : alertCard({ ...view, here });
}

async function digestNow({ digests }: Desk, card: NewCard): Promise<Card> {
  const digest = await digests.shown(card);
  return digest ? digestCard(digest) : goneCard;
}

async function alertDigestNow({ alertDigests }: Desk, card: NewCard): Promise<Card> {
  const page = await alertDigests.shown(card);
  return page ? alertDigestCard(page) : goneCard;
}

const goneCard = messageCard({
  tone: 'info',
  title: 'No longer there',
  text: 'What this told of is not kept any more.',
  fix: 'Write "alerts" to see what is open.',
});

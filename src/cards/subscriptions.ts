import template from '../../cards/subscriptions.json' with { type: 'json' };
import type { ListedSubscription } from '../core/alerts/subscription-verbs.ts';
import { type Card, cardTemplate } from './card.ts';
import { pageOf, pagesBeside } from './pages.ts';
import { placeName, tenantNames, whatWords, whenWords } from './subscription-words.ts';

const fill = cardTemplate(template);
const pageSize = 5;

/** Which conversations are told of what. */
export function subscriptionsCard({
  listed,
  page: wanted,
}: {
  listed: readonly ListedSubscription[];
  page: number;
}): Card {
  const page = pageOf(listed, wanted, pageSize);
  const none = 'No conversation is told of anything unasked. Write "subscribe" in the one that should be.';
  const view = {
    byline: listed.length === 1 ? '1 conversation' : `${listed.length} conversations`,
    empty: listed.length === 0 ? [{ text: none }] : [],
    rows: page.items.map(rowView),
    showing: listed.length === 0 ? 'Nothing to show.' : `Showing ${page.first}–${page.last} of ${page.total}.`,
    page: String(page.number),
    ...pagesBeside(page),
  };
  const rows = page.items.map(rowView).map(({ name, what }) => `${name}: ${what}`);
  return fill(view, { summary: `Subscriptions: ${rows.join('; ') || 'none'}.` });
}

function rowView({ subscription, conversation, connections }: ListedSubscription) {
  const off = conversation?.disabled === undefined ? '' : ' · off: the app cannot write there';
  return {
    name: `${placeName(conversation)} · ${tenantNames(connections)}${off}`,
    what: whatWords(subscription),
    when: whenWords(subscription),
    conversation: subscription.conversationId,
  };
}

import template from '../../cards/subscription.json' with { type: 'json' };
import type { Subscription } from '../core/alerts/subscription.ts';
import type { SubscriptionForm } from '../core/alerts/subscription-form.ts';
import type { SubscriptionInput } from '../core/alerts/subscription-input.ts';
import type { Conversation } from '../core/chat.ts';
import type { Connection } from '../core/connections.ts';
import { type Card, cardTemplate } from './card.ts';
import { messageCard } from './message.ts';
import { maxPlace, placeName, tenantNames, whatWords, whenWords } from './subscription-words.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

export type SubscriptionFormFacts = { form: SubscriptionForm; conversation: Conversation };

const fill = cardTemplate(template);
/** More would not fit on the card. */
const mostTenants = 15;
const mostPlaces = 15;
const maxZone = 64;

/**
 * What a conversation is told of, as a form. The answer carries the conversation and the inputs. `here`: the
 * conversation it is shown in.
 */
export function subscriptionFormCard({ form, conversation, here }: SubscriptionFormFacts & { here: string }): Card {
  const { subscription, connections, places } = form;
  const heading = `Alerts for ${conversation.id === here ? 'this conversation' : placeName(conversation)}`;
  const view = {
    heading: markdown(heading),
    byline: `${placeName(conversation)} · by ${plain(subscription.createdBy.name)} · ${utc(subscription.createdAt)}`,
    notes: notesOf(form),
    ...inputOf(subscription),
    choices: tenantChoices(form).map(({ id, name }) => ({ title: plain(name, maxPlace), id })),
    places: placeChoices(form).map((place) => ({ title: placeName(place), id: place.id })),
    ...{ hasPlaces: places.length > 0, hasNoPlaces: places.length === 0 },
    conversation: conversation.id,
  };
  return fill(view, { summary: `${heading}: ${termsWords(subscription, connections)}.` });
}

/** The tenants that the form lets choose: those chosen already come first. */
export function tenantChoices({ subscription, connections }: SubscriptionForm): readonly Connection[] {
  const isChosen = ({ id }: Connection) => subscription.connections.includes(id);
  const others = connections.filter((connection) => !isChosen(connection));
  return [...connections.filter(isChosen), ...others].slice(0, mostTenants);
}

/** As with the tenants. */
function placeChoices({ subscription: { escalate }, places }: SubscriptionForm): readonly Conversation[] {
  const isChosen = ({ id }: Conversation) => id === escalate?.conversationId;
  return [...places.filter(isChosen), ...places.filter((place) => !isChosen(place))].slice(0, mostPlaces);
}

function notesOf({ isNew, connections, places, lostPlace }: SubscriptionForm) {
  const fresh = 'This conversation now gets alerts, with the usual settings. Change what you like and press **Save**.';
  const more = connections.length - mostTenants;
  const rest = `${more} more tenants do not fit here and stay as they are. "subscribe @name" adds one.`;
  const lost =
    'Alerts that nobody acknowledges cannot be posted where they were: that conversation is gone or no longer approved. Choose another and press **Save**.';
  const further = `${places.length - mostPlaces} more approved conversations do not fit into the list below.`;
  return [
    ...(isNew ? [{ style: 'good', text: fresh }] : []),
    ...(more > 0 ? [{ style: 'warning', text: rest }] : []),
    ...(lostPlace ? [{ style: 'warning', text: lost }] : []),
    ...(places.length > mostPlaces ? [{ style: 'warning', text: further }] : []),
  ];
}

/** The form's inputs as they stand. */
function inputOf(subscription: Subscription): SubscriptionInput {
  const { connections, levels, zone, quiet, digestAt = '', escalate } = subscription;
  return {
    connections: connections.join(','),
    riskyUsers: levels.riskyUsers.join(','),
    securityAlerts: levels.securityAlerts.join(','),
    drift: String(levels.drift),
    ...{ zone: plain(zone, maxZone), quietFrom: quiet?.from ?? '', quietTo: quiet?.to ?? '', digestAt },
    escalateAfter: String(escalate?.afterMinutes ?? 0),
    escalateTo: escalate?.conversationId ?? '',
  };
}

/** Says what was saved, so that everybody in the conversation can see it. */
export function subscribedCard({ form, conversation }: SubscriptionFormFacts): Card {
  const { subscription, connections } = form;
  return messageCard({
    tone: 'info',
    title: `Alerts for ${placeName(conversation)}`,
    text: termsWords(subscription, connections),
    fix: 'Write "unsubscribe" to end it.',
    actions: [
      { title: 'Change…', verb: 'subscription.edit', data: { conversation: conversation.id } },
      { title: 'All subscriptions', verb: 'subscription.list' },
    ],
  });
}

export function unsubscribedCard({ was }: { was: boolean }): Card {
  return messageCard({
    tone: 'info',
    title: was ? 'Unsubscribed' : 'There was no subscription',
    text: was ? 'The conversation is told of nothing any more.' : 'The conversation was told of nothing anyway.',
    fix: 'High alerts that no conversation is subscribed to go to the operators. Write "subscribe" to begin again.',
  });
}

function termsWords(subscription: Subscription, connections: readonly Connection[]): string {
  const chosen = connections.filter(({ id }) => subscription.connections.includes(id));
  return `${tenantNames(chosen)}: ${whatWords(subscription)}; ${whenWords(subscription)}`;
}

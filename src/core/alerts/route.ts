import type { Conversation, NewCard } from '../chat.ts';
import type { Alert } from './alert.ts';
import { heldUntil } from './quiet-hours.ts';
import { type Subscription, wants } from './subscription.ts';

/** Something to tell people about. `to`: that conversation only, whatever the hour; `basis`: why it may be told. */
export type Telling = { alert: Alert; to?: string; basis?: Posting['basis'] };

/** A subscription in a conversation that can be written to. */
export type Place = { subscription: Subscription; conversation: Conversation };

/** What a conversation was told lately, and the digests that still take more in. */
export type Traffic = {
  /** Alerts posted one by one within the last {@link stormMs}. */
  singles: number;
  /** The digest that is counting; it counts on while alerts keep coming. */
  counting?: string;
  /** The one of first looks, which takes in those of other tenants. */
  first?: string;
  /** The one that quiet hours hold back until `opensAt`. */
  held?: { id: string; opensAt: number };
};

export type DigestReason = 'first' | 'storm' | 'quiet';

export type NewDigest = { id: string; conversationId: string; why: DigestReason; opensAt: number };

/** One alert for one conversation: on a card of its own, or in a digest. */
export type Posting = {
  conversationId: string;
  alert: Alert;
  basis: NonNullable<NewCard['basis']>;
  digestId?: string;
  escalate?: { at: number; to: string };
};

export type Routes = { postings: readonly Posting[]; digests: readonly NewDigest[] };

export type RoutingFacts = {
  places: readonly Place[];
  /** Where a high alert goes that nobody asked for. */
  operators?: Conversation;
  traffic: ReadonlyMap<string, Traffic>;
  /** The first look at a tenant: what is active now is told as one digest. */
  isFirst: boolean;
  now: number;
  newId(): string;
};

export const stormMs = 5 * 60_000;
const mostSingles = 5;

/** Decides, before anything is sent, who is told what, and how: people are told of everything, and flooded by nothing. */
export function route(tellings: readonly Telling[], facts: RoutingFacts): Routes {
  const addressed = tellings.flatMap((telling) => recipientsOf(telling, facts));
  const batches = [...Map.groupBy(addressed, ({ conversationId }) => conversationId)];
  const routed = batches.map(([conversationId, batch]) => routeBatch(conversationId, batch, facts));
  return {
    postings: routed.flatMap(({ postings }) => postings),
    digests: routed.flatMap(({ digests }) => digests),
  };
}

type Addressed = Posting & { heldUntil?: number };

function recipientsOf(
  { alert, to, basis = 'subscription' }: Telling,
  { places, operators, now }: RoutingFacts,
): readonly Addressed[] {
  if (to !== undefined) return [{ conversationId: to, alert, basis }];
  const wanting = places.filter(({ subscription }) => wants(subscription, alert));
  if (wanting.length > 0) return wanting.map(({ subscription }) => addressedTo(subscription, alert, now));
  if (alert.level !== 'high' || !operators) return [];
  return [{ conversationId: operators.id, alert, basis: 'operators' }];
}

function addressedTo(subscription: Subscription, alert: Alert, now: number): Addressed {
  const { conversationId, escalate } = subscription;
  const held = heldUntil(subscription, alert.level, now);
  const from = held ?? now;
  return {
    ...{ conversationId, alert, basis: 'subscription' },
    ...(held === undefined ? {} : { heldUntil: held }),
    ...(escalate && { escalate: { at: from + escalate.afterMinutes * 60_000, to: escalate.conversationId } }),
  };
}

function routeBatch(conversationId: string, batch: readonly Addressed[], facts: RoutingFacts): Routes {
  const traffic = facts.traffic.get(conversationId) ?? { singles: 0 };
  const held = batch.filter(({ heldUntil }) => heldUntil !== undefined);
  const loud = batch.filter(({ heldUntil }) => heldUntil === undefined);
  const room = singlesFor(loud.length, traffic, facts);
  const [first] = held;
  const quiet = { id: traffic.held?.id, why: 'quiet', opensAt: first?.heldUntil ?? facts.now } as const;
  const [id, why] = facts.isFirst
    ? ([traffic.counting ?? traffic.first, 'first'] as const)
    : ([traffic.counting, 'storm'] as const);
  const storm = { id, why, opensAt: facts.now };
  const parts = [
    { postings: loud.slice(0, room), digests: [] },
    intoDigest(conversationId, loud.slice(room), storm, facts),
    intoDigest(conversationId, held, quiet, facts),
  ];
  return {
    postings: parts.flatMap(({ postings }) => postings),
    digests: parts.flatMap(({ digests }) => digests),
  };
}

/** How many of a batch may come one by one. */
function singlesFor(size: number, { singles, counting }: Traffic, { isFirst }: RoutingFacts): number {
  if (isFirst || counting !== undefined || size > mostSingles) return 0;
  return Math.max(0, mostSingles - singles);
}

type Wanted = Omit<NewDigest, 'id' | 'conversationId'> & { id: string | undefined };

function intoDigest(
  conversationId: string,
  batch: readonly Addressed[],
  { id: existing, ...wanted }: Wanted,
  { newId }: RoutingFacts,
): Routes {
  if (batch.length === 0) return { postings: [], digests: [] };
  const id = existing ?? `adigest_${newId()}`;
  const digests = existing === undefined ? [{ id, conversationId, ...wanted }] : [];
  return { postings: batch.map(({ heldUntil: _, ...posting }) => ({ ...posting, digestId: id })), digests };
}

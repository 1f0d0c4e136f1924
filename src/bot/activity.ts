import { z } from 'zod/v4';
import { isSearch } from './search.ts';
import type { Press } from './turn.ts';

/** Ids end up in URL paths: visible ASCII is all that Teams uses. */
const id = z.string().regex(/^[\x21-\x7e]{1,1024}$/);
const account = z.object({
  id,
  name: z.string().nullish(),
  aadObjectId: z.guid().toLowerCase().nullish(),
});

/** Names are for people to read: one that is no text is none. */
const named = z
  .object({ name: z.string().max(500).nullish() })
  .nullish()
  .catch(null);

const activitySchema = z.object({
  type: z.enum(['message', 'invoke', 'installationUpdate', 'conversationUpdate']),
  id,
  channelId: z.literal('msteams'),
  serviceUrl: z.string(),
  conversation: z.object({
    id,
    conversationType: z.enum(['personal', 'groupChat', 'channel']),
    tenantId: z.string(),
  }),
  from: account,
  recipient: account,
  text: z.string().nullish(),
  entities: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  name: z.string().nullish(),
  value: z.unknown(),
  action: z.string().nullish(),
  membersAdded: z.array(z.object({ id })).nullish(),
  membersRemoved: z.array(z.object({ id })).nullish(),
  replyToId: id.nullish(),
  channelData: z.object({ eventType: z.string().nullish(), team: named, channel: named }),
});

/** The part of a Bot Framework activity that the bot reads. Everything else is dropped here. */
export type Activity = z.infer<typeof activitySchema>;

export type Handled = 'message' | 'press' | 'search' | 'installed' | 'removed';
export type Reading =
  | { kind: Handled; activity: Activity }
  | { kind: 'ignored' }
  | { kind: 'unknownInvoke' }
  | { kind: 'malformed' };

const typed = z.object({ type: z.string() });
const handledTypes = new Set<string>(activitySchema.shape.type.options);

export function readActivity(body: unknown): Reading {
  const { data } = typed.safeParse(body);
  if (data && !handledTypes.has(data.type)) {
    return { kind: 'ignored' };
  }
  const { data: activity } = activitySchema.safeParse(body);
  return activity ? classify(activity) : { kind: 'malformed' };
}

const kindsByType = {
  message: (activity) => (isEdit(activity) || isOnlyCard(activity) ? 'ignored' : 'message'),
  invoke: ({ name }) => (name === 'adaptiveCard/action' ? 'press' : isSearch(name) ? 'search' : 'unknownInvoke'),
  installationUpdate: (activity) => installKinds.get(activity.action ?? '') ?? 'ignored',
  conversationUpdate: membershipKind,
} as const satisfies Record<Activity['type'], (activity: Activity) => Handled | 'ignored' | 'unknownInvoke'>;

function classify(activity: Activity): Reading {
  const kind = kindsByType[activity.type](activity);
  return kind === 'ignored' || kind === 'unknownInvoke' ? { kind } : { kind, activity };
}

const editEvents = new Set(['editMessage', 'undeleteMessage', 'softDeleteMessage']);

function isEdit({ channelData }: Activity): boolean {
  return editEvents.has(channelData.eventType ?? '');
}

const cardSchema = z.object({ contentType: z.string().startsWith('application/vnd.microsoft.card.') });

/** A card that somebody inserted from the compose box says nothing to the bot. */
function isOnlyCard(activity: Activity): boolean {
  return readText(activity) === '' && (activity.attachments ?? []).some((one) => cardSchema.safeParse(one).success);
}

const installKinds = new Map<string, Handled>([
  ['add', 'installed'],
  ['add-upgrade', 'installed'],
  ['remove', 'removed'],
  ['remove-upgrade', 'removed'],
]);

function membershipKind({ membersAdded, membersRemoved, recipient }: Activity): Handled | 'ignored' {
  const isBot = (member: { id: string }) => member.id === recipient.id;
  if (membersAdded?.some(isBot)) {
    return 'installed';
  }
  return membersRemoved?.some(isBot) ? 'removed' : 'ignored';
}

const pressSchema = z.object({
  action: z.object({
    type: z.literal('Action.Execute'),
    verb: z.string().min(1).max(100),
    data: z.record(z.string(), z.unknown()).nullish(),
  }),
  trigger: z.enum(['manual', 'automatic']).nullish(),
});

/** Undefined when the value is not that of an Action.Execute. */
export function readPress(value: unknown): Press | undefined {
  const { data: press } = pressSchema.safeParse(value);
  return press && { verb: press.action.verb, data: press.action.data ?? {}, trigger: press.trigger ?? 'manual' };
}

/** What people call a channel, as far as this activity says it. */
export function placeName({ channelData: { team, channel } }: Activity): string | undefined {
  const parts = [team?.name, channel?.name].filter(Boolean);
  return parts.length > 0 ? parts.join(' › ') : undefined;
}

const mentionSchema = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id }),
  text: z.string().min(1),
});
const maxEntities = 50;

/** What the person typed: without the bot's own mention, every run of blanks one space. */
export function readText({ text, entities, recipient }: Activity): string {
  let said = text ?? '';
  for (const entity of (entities ?? []).slice(0, maxEntities)) {
    const { data: mention } = mentionSchema.safeParse(entity);
    if (mention?.mentioned.id === recipient.id) {
      said = said.replaceAll(mention.text, ' ');
    }
  }
  return said.replace(/(?:\s|&nbsp;)+/g, ' ').trim();
}

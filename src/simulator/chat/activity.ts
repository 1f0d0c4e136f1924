import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { type Conversation, team } from '../world/conversations.ts';
import { botAppId, type Person, teamsIdOf } from '../world/people.ts';
import { tenantIdOf, type World } from '../world/world.ts';

export type Occasion = {
  world: World;
  person: Person;
  conversation: Conversation;
  /** The first message of the thread in a channel. */
  thread?: string;
};

const bot = { id: `28:${botAppId}`, name: 'Bulwark' };

/** What every activity of Teams carries, whatever its type. */
export function baseActivity(occasion: Occasion, rest: JsonObject): JsonObject {
  const { world, person } = occasion;
  const now = new Date(world.clock());
  return {
    id: randomUUID(),
    timestamp: now.toISOString(),
    localTimestamp: now.toISOString(),
    localTimezone: 'UTC',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl: serviceUrlOf(world),
    from: { id: teamsIdOf(person), name: person.name, aadObjectId: person.aadObjectId },
    recipient: bot,
    conversation: conversationAccount(occasion),
    channelData: channelDataOf(occasion),
    ...rest,
  };
}

export function serviceUrlOf(world: World): string {
  return `${world.origin}/`;
}

/** A channel belongs to the home tenant, a 1:1 chat to the tenant of the person. */
function tenantIdIn({ world, person, conversation }: Occasion): string {
  return conversation.person ? tenantIdOf(world, person) : world.homeTenantId;
}

function conversationAccount(occasion: Occasion): JsonObject {
  const { conversation, thread } = occasion;
  const { conversationType } = conversation;
  const tenantId = tenantIdIn(occasion);
  if (conversationType === 'personal') return { conversationType, tenantId, id: conversation.id };
  const id = thread ? `${conversation.id};messageid=${thread}` : conversation.id;
  return { isGroup: true, conversationType, tenantId, id };
}

function channelDataOf(occasion: Occasion): JsonObject {
  const tenant = { id: tenantIdIn(occasion) };
  const { id, conversationType, name } = occasion.conversation;
  if (conversationType === 'personal') return { tenant };
  return {
    teamsChannelId: id,
    teamsTeamId: team.id,
    channel: { id, name },
    team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
    tenant,
  };
}

const clientInfo = { locale: 'en-US', country: 'US', platform: 'Web', timezone: 'UTC', type: 'clientInfo' };

/** A typed message; `mention` puts the bot's mention in front, as Teams demands in channels. */
export function messageActivity(occasion: Occasion, text: string, mention: boolean): JsonObject {
  const at = `<at>${bot.name}</at>`;
  const entities = mention ? [{ mentioned: bot, text: at, type: 'mention' }, clientInfo] : [clientInfo];
  const typed = mention ? `${at} ${text}` : text;
  return baseActivity(occasion, { type: 'message', textFormat: 'plain', text: typed, attachments: [], entities });
}

export type Press = { activityId: string; verb: string; data: JsonObject };

/** A press of an Action.Execute button. */
export function pressActivity(occasion: Occasion, { activityId, verb, data }: Press): JsonObject {
  const action = { type: 'Action.Execute', id: verb, verb, data };
  const value = { action, trigger: 'manual' };
  const source = { name: 'message' };
  const activity = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: activityId,
    value,
    entities: [clientInfo],
  };
  const base = baseActivity(occasion, activity);
  return { ...base, channelData: { ...channelDataOf(occasion), source } };
}

/** What the compose box's app asks: who matches what is typed. Nothing typed is how Teams opens the list. */
export function queryActivity(occasion: Occasion, typed: string): JsonObject {
  const parameters = typed === '' ? [{ name: 'initialRun', value: 'true' }] : [{ name: 'user', value: typed }];
  const value = { commandId: 'riskyUsers', parameters, queryOptions: { skip: 0, count: 25 } };
  return composeActivity(occasion, 'composeExtension/query', { ...value, context: { theme: 'default' } });
}

/** One of the finds is taken; `value` is what the app put on it. */
export function selectActivity(occasion: Occasion, value: JsonObject): JsonObject {
  return composeActivity(occasion, 'composeExtension/selectItem', value);
}

function composeActivity(occasion: Occasion, name: string, value: JsonObject): JsonObject {
  const base = baseActivity(occasion, { type: 'invoke', name, value, entities: [clientInfo] });
  return { ...base, channelData: { ...channelDataOf(occasion), source: { name: 'compose' } } };
}

/** What Teams sends when the bot comes into a conversation; it sends both, in no fixed order, and names nobody. */
export function installActivities(occasion: Occasion): JsonObject[] {
  const { conversation, person } = occasion;
  const eventType = conversation.person ? {} : { eventType: 'teamMemberAdded' };
  const channelData = { ...channelDataOf(occasion), ...eventType };
  const from = { id: teamsIdOf(person), aadObjectId: person.aadObjectId };
  return [
    baseActivity(occasion, { type: 'conversationUpdate', from, membersAdded: [bot], channelData }),
    baseActivity(occasion, { type: 'installationUpdate', from, action: 'add' }),
  ];
}

import { type Answer, badRequest, type Incoming } from '../http.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { conversationOf } from '../world/conversations.ts';
import { personByAlias } from '../world/people.ts';
import type { World } from '../world/world.ts';
import {
  installActivities,
  messageActivity,
  type Occasion,
  type Press,
  pressActivity,
  queryActivity,
  selectActivity,
} from './activity.ts';
import { type Delivery, deliver } from './deliver.ts';
import { addMessage } from './messages.ts';

/** `POST /_simulator/chat`: a person writes or presses a button; answers when the product's turn is over. */
export async function handleChat(world: World, request: Incoming): Promise<Answer> {
  const body = parseJson(request.body);
  if (!isObject(body)) return badRequest('Send a JSON object with as, conversation, and text or press.');
  const person = personByAlias(body['as']);
  if (!person) return badRequest('as must be the alias of a sample person.');
  const conversation = conversationOf(body['conversation'], person);
  if (!conversation) return badRequest('conversation must be personal, soc or random.');
  const { mention } = body;
  const act = actOf(body);
  if (!act)
    return badRequest('Send one of text, press {activityId, verb, data}, query (text) and insert (what a find holds).');
  if (mention !== undefined && typeof mention !== 'boolean') return badRequest('mention must be true or false.');
  const occasion = { world, person, conversation };
  const delivery = await act(occasion, mention !== false);
  return { status: 200, body: delivery };
}

type Act = (occasion: Occasion, mention: boolean) => Promise<Delivery>;

/** The one thing that the person does; `null` when it is none or several. */
function actOf({ text, press: pressed, query, insert }: JsonObject): Act | null {
  const press = pressOf(pressed);
  const acts: (Act | false | null)[] = [
    typeof text === 'string' && text !== '' && ((occasion, mention) => sendText(occasion, text, mention)),
    press && ((occasion) => sendPress(occasion, press)),
    typeof query === 'string' && ((occasion) => deliver(occasion.world, queryActivity(occasion, query))),
    isObject(insert) && ((occasion) => insertFind(occasion, insert)),
  ];
  const [act = null, another] = acts.filter((one) => typeof one === 'function');
  return another ? null : act;
}

function pressOf(value: unknown): Press | null {
  if (!isObject(value)) return null;
  const { activityId, verb, data = {} } = value;
  const valid = typeof activityId === 'string' && typeof verb === 'string' && isObject(data);
  return valid ? { activityId, verb, data } : null;
}

async function sendText(occasion: Occasion, text: string, mention: boolean): Promise<Delivery> {
  const { world, person, conversation } = occasion;
  await introduce(occasion);
  const inChannel = conversation.conversationType === 'channel';
  const { activityId } = addMessage(world.messages, {
    conversation,
    from: person,
    replyToId: null,
    activity: { type: 'message', text },
  });
  // As in Teams, a bot hears in a channel only what mentions it.
  if (inChannel && !mention) return { status: 202, body: null };
  const activity = messageActivity({ ...occasion, thread: activityId }, text, inChannel);
  return deliver(world, { ...activity, id: activityId });
}

async function sendPress(occasion: Occasion, press: Press): Promise<Delivery> {
  const { world } = occasion;
  await introduce(occasion);
  return deliver(world, pressActivity({ ...occasion, thread: threadOf(world, press.activityId) }, press));
}

/** The card of the find that was taken becomes a message of the person; in a 1:1 chat the bot hears of that too. */
async function insertFind(occasion: Occasion, find: JsonObject): Promise<Delivery> {
  const { world, person, conversation } = occasion;
  const delivery = await deliver(world, selectActivity(occasion, find));
  const attachment = insertedIn(delivery.body);
  if (!attachment) return delivery;
  const activity = { type: 'message', text: '', attachments: [attachment] };
  const { activityId } = addMessage(world.messages, { conversation, from: person, replyToId: null, activity });
  if (!conversation.person) return delivery;
  await introduce(occasion);
  await deliver(world, { ...messageActivity(occasion, '', false), attachments: [attachment], id: activityId });
  return delivery;
}

function insertedIn(body: unknown): JsonObject | undefined {
  const extension = isObject(body) ? body['composeExtension'] : undefined;
  const attachments = isObject(extension) && extension['type'] === 'result' ? extension['attachments'] : undefined;
  const [first] = Array.isArray(attachments) ? attachments : [];
  return isObject(first) ? { contentType: first['contentType'] ?? null, content: first['content'] ?? null } : undefined;
}

function threadOf(world: World, activityId: string): string {
  return world.messages.byId.get(activityId)?.replyToId ?? activityId;
}

/** The first word in a conversation is preceded by the news of the installation, once. */
async function introduce(occasion: Occasion): Promise<void> {
  const { bots } = occasion.world;
  const { id } = occasion.conversation;
  if (bots.urls.length === 0 || bots.installed.has(id)) return;
  bots.installed.add(id);
  for (const activity of installActivities(occasion)) {
    const { status } = await deliver(occasion.world, activity);
    // Teams repeats what the bot could not take.
    if (status >= 500) bots.installed.delete(id);
  }
}

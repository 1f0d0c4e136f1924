import type { Json, Reply } from './call.ts';
import { buttonsIn } from './cards.ts';
import { until } from './until.ts';

type Control = (method: string, path: string, body?: unknown) => Promise<Reply>;

export type Message = { activityId: string; conversation: string; edited: number; activity: Json; card: Json };
/** What the bot answered to a press: `card` when it is one, else `code` and `message` of the refusal. */
export type Answer = {
  activityId: string;
  type: string;
  statusCode: number;
  card: Json;
  code?: string;
  message: string;
};
/** A card somebody has before them: a message of the bot, or the answer to a press on it. */
export type Shown = { activityId: string; card: Json };
export type Person = ReturnType<typeof personIn>;

/** One of the sample people in one of the sample conversations. Everything goes through signed requests. */
export function personIn(control: Control, as: string, conversation: string) {
  async function messages(): Promise<readonly Message[]> {
    const { body } = await control('GET', `messages?conversation=${conversation}&as=${as}`);
    return body.messages.map((message: Json) => ({
      ...message,
      card: message.activity.attachments?.[0]?.content,
    }));
  }

  async function message(activityId: string): Promise<Message> {
    const found = (await messages()).find((one) => one.activityId === activityId);
    if (!found) throw new Error(`The bot has no message ${activityId} here.`);
    return found;
  }

  /** What the bot wrote in answer. */
  async function say(text: string): Promise<Message> {
    // The first word in a conversation also brings the welcome.
    const before = new Set((await messages()).map(({ activityId }) => activityId));
    const { body } = await control('POST', 'chat', { as, conversation, text });
    if (body.status !== 200) throw new Error(`The bot answered "${text}" with ${body.status}.`);
    const answer = (await messages()).findLast(({ activityId }) => !before.has(activityId));
    if (!answer) throw new Error(`The bot said nothing to "${text}".`);
    return answer;
  }

  /** A press with data of the test's own making. */
  async function send(activityId: string, verb: string, data: Json): Promise<Answer> {
    const { body } = await control('POST', 'chat', { as, conversation, press: { activityId, verb, data } });
    if (body.status !== 200) throw new Error(`The bot answered the press ${verb} with ${body.status}.`);
    return answerOf(activityId, body.body);
  }

  /** A press of the button that the card really has; `inputs` are what the person filled in. */
  async function press({ activityId, card }: Shown, verb: string, pick: Json = {}, inputs: Json = {}): Promise<Answer> {
    const button = buttonsIn(card).find(({ verb: own, data }) => own === verb && isWithin(pick, data));
    if (!button) throw new Error(`The card has no button ${verb} ${JSON.stringify(pick)}.`);
    return send(activityId, verb, { ...button.data, ...inputs });
  }

  /** The message once its card is as wanted. */
  function shows(
    activityId: string,
    what: string,
    test: (message: Message) => boolean,
    within: { ms?: number } = {},
  ): Promise<Message> {
    const look = async () => {
      const now = await message(activityId);
      return test(now) && now;
    };
    return until(`message ${activityId} shows ${what}`, look, within);
  }

  return { as, conversation, messages, message, say, send, press, shows };
}

function isWithin(part: Json, whole: Json): boolean {
  return Object.entries(part).every(([name, value]) => whole?.[name] === value);
}

function answerOf(activityId: string, { statusCode, type, value }: Json): Answer {
  const card = type === 'application/vnd.microsoft.card.adaptive' ? value : undefined;
  const told = typeof value === 'string' ? { message: value } : { code: value?.code, message: value?.message ?? '' };
  return { activityId, type, statusCode, card, ...told };
}

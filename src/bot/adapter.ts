import type { Logger } from 'pino';
import { type Activity, type Handled, readActivity, readPress } from './activity.ts';
import type { Connector } from './connector.ts';
import { invokeBody, notAPress, pressFailed, stillWorking } from './invoke-answer.ts';
import { openTurn } from './open-turn.ts';
import { createOnce } from './redelivery.ts';
import { notASearch, readSearch, searchBody, searchFailed } from './search.ts';
import { refusalOfActivity, type Trust, verifyToken } from './strict-auth.ts';
import { createTurnRunner } from './teams-sdk.ts';
import type { InvokeAnswer, Turn, TurnHandlers } from './turn.ts';

/** `body` is the parsed JSON; the front door has bounded it. */
export type ActivityRequest = { headers: { authorization?: string }; body: unknown };
export type ActivityAnswer = { status: number; body?: unknown };

type AdapterOptions = {
  trust: Trust;
  connector: Connector;
  handlers: TurnHandlers;
  log: Pick<Logger, 'info' | 'error'>;
  /** When a press is answered with "still working" whatever its handler does; handlers are to be earlier. */
  pressDeadlineMs?: number;
};

type Delivery = { kind: Handled; activity: Activity; turn: Turn; answer?: object };

/** The bot's one door: authenticates what Teams posts, runs its turn, answers it. */
export function createAdapter(options: AdapterOptions): (request: ActivityRequest) => Promise<ActivityAnswer> {
  const { trust, connector, log } = options;
  const once = createOnce<ActivityAnswer>(trust.now);
  const runTurn = createTurnRunner<Delivery>({
    appId: trust.appId,
    cloud: trust.cloud,
    routes: routesOf(options),
    onTurnError: (delivery, error) => apologise(delivery, error, log),
  });

  async function deliver(kind: Handled, activity: Activity): Promise<ActivityAnswer> {
    const delivery: Delivery = { kind, activity, turn: openTurn(kind, activity, connector) };
    await runTurn(delivery);
    return delivery.answer ? { status: 200, body: delivery.answer } : { status: 200 };
  }

  function handle(body: unknown): ActivityAnswer | Promise<ActivityAnswer> {
    const reading = readActivity(body);
    return 'activity' in reading
      ? once(reading.activity, () => deliver(reading.kind, reading.activity))
      : unhandled[reading.kind];
  }

  return async ({ headers, body }) => {
    const token = await verifyToken(headers.authorization, trust);
    if (token.kind === 'unavailable') {
      return { status: 503, body: 'Service Unavailable' };
    }
    const refused = token.kind === 'refused' ? token : refusalOfActivity(body, token.serviceUrl, trust);
    if (refused) {
      log.info({ reason: refused.reason }, 'an activity was refused');
      return { status: 401, body: 'Unauthorized' };
    }
    return handle(body);
  };
}

/** 501 is what Bot Framework answers to an invoke that nobody handles. */
const unhandled = {
  ignored: { status: 200 },
  unknownInvoke: { status: 501 },
  malformed: { status: 400, body: 'Bad Request' },
} as const satisfies Record<string, ActivityAnswer>;

function routesOf({ handlers, log, pressDeadlineMs = 2_500 }: AdapterOptions) {
  return {
    message: ({ turn }: Delivery) => handlers.onMessage(turn),
    installed: ({ turn }: Delivery) => handlers.onInstalled(turn),
    removed: ({ turn }: Delivery) => handlers.onRemoved(turn),
    async press(delivery: Delivery) {
      const press = readPress(delivery.activity.value);
      const answer = press ? await inTime(handlers.onPress(delivery.turn, press), pressDeadlineMs, log) : notAPress;
      delivery.answer = invokeBody(answer);
    },
    async search(delivery: Delivery) {
      const { name, value } = delivery.activity;
      const search = readSearch(name, value);
      delivery.answer = searchBody(search ? await handlers.onSearch(delivery.turn, search) : notASearch);
    },
  };
}

/** Teams drops an answer that comes late, and repeats the press. */
async function inTime(
  answer: Promise<InvokeAnswer>,
  deadlineMs: number,
  log: AdapterOptions['log'],
): Promise<InvokeAnswer> {
  const { promise: deadline, resolve } = Promise.withResolvers<InvokeAnswer>();
  const timer = setTimeout(() => {
    resolve(stillWorking);
    answer.catch((error: unknown) => log.error({ err: error }, 'a press failed after it was answered'));
  }, deadlineMs);
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

async function apologise(delivery: Delivery, error: Error, log: AdapterOptions['log']): Promise<void> {
  log.error({ err: error, kind: delivery.kind, activityId: delivery.activity.id }, 'a turn failed');
  if (delivery.kind === 'press') {
    delivery.answer = invokeBody(pressFailed);
  }
  if (delivery.kind === 'search') {
    delivery.answer = searchBody(searchFailed);
  }
  if (delivery.kind === 'message') {
    const text = 'Something went wrong on my side. Try again, or write "help".';
    await delivery.turn.send({ type: 'message', text }).catch(() => undefined);
  }
}

import { Application } from '@microsoft/teams-ai';
import { CloudAdapter, type Activity as SdkActivity, type TurnContext } from 'botbuilder';
import type { Cloud } from '../core/clouds.ts';
import type { Activity, Handled } from './activity.ts';
import { createVerifiedOnly, verifiedResult } from './verified-only.ts';

/** One verified activity on its way through the SDK. */
type Delivery = { kind: Handled; activity: Activity };
type Routes<D extends Delivery> = Record<Handled, (delivery: D) => Promise<void>>;
type TurnRunnerOptions<D extends Delivery> = {
  appId: string;
  cloud: Cloud;
  routes: Routes<D>;
  onTurnError: (delivery: D, error: Error) => Promise<void>;
};

/** Runs turns in the Bot Framework adapter, routed by a Teams AI application. */
export function createTurnRunner<D extends Delivery>(options: TurnRunnerOptions<D>): (delivery: D) => Promise<void> {
  const { appId, cloud } = options;
  const authentication = createVerifiedOnly(appId, cloud);
  const verified = verifiedResult(appId, cloud, authentication);
  const adapter = new CloudAdapter(authentication);
  const deliveryKey = Symbol('delivery');
  const deliveryOf = (context: TurnContext): D => context.turnState.get(deliveryKey);
  const application = createApplication(options.routes, deliveryOf);
  adapter.onTurnError = (context, error) => options.onTurnError(deliveryOf(context), error);

  return (delivery) =>
    adapter.processActivityDirect(verified, toSdkActivity(delivery.activity), async (context) => {
      context.turnState.set(deliveryKey, delivery);
      await application.run(context);
    });
}

const kinds = ['message', 'press', 'search', 'installed', 'removed'] as const satisfies readonly Handled[];

/** Routes by what the activity is, never by what its text contains. */
function createApplication<D extends Delivery>(routes: Routes<D>, deliveryOf: (context: TurnContext) => D) {
  const application = new Application({ startTypingTimer: false, removeRecipientMention: false });
  for (const kind of kinds) {
    application.addRoute(
      async (context) => deliveryOf(context).kind === kind,
      (context) => routes[kind](deliveryOf(context)),
      kind === 'press' || kind === 'search',
    );
  }
  return application;
}

/** What the SDK asks of an activity to run a turn; our own code reads the delivery. */
function toSdkActivity({ type, id, channelId, serviceUrl, conversation, from, recipient }: Activity): SdkActivity {
  const place = { ...conversation, name: '', isGroup: conversation.conversationType !== 'personal' };
  const person = { id: from.id, name: from.name ?? '' };
  const bot = { id: recipient.id, name: recipient.name ?? '' };
  return { type, id, channelId, serviceUrl, conversation: place, from: person, recipient: bot } as SdkActivity;
}

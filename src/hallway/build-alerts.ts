import type { Authorize } from '../core/access.ts';
import { alertDigestVerbs } from '../core/alerts/alert-digest-verbs.ts';
import { alertVerbs } from '../core/alerts/alert-verbs.ts';
import { subscriptionVerbs } from '../core/alerts/subscription-verbs.ts';
import { digestVerbs } from '../core/digest/digest-verbs.ts';
import type { Store } from '../store/open.ts';

/** Core's verbs about alerts, and about who is told of them. */
export function alertingVerbs({ store, authorize }: { store: Store; authorize: Authorize }) {
  const { alerts, digests, operations, connections, conversations, subscriptions } = store;
  return {
    alerts: alertVerbs({ authorize, alerts, store: operations }),
    alertDigests: alertDigestVerbs({ authorize, alerts }),
    digests: digestVerbs({ digests, subscriptions, alerts, connections }),
    subscriptions: subscriptionVerbs({ authorize, connections, conversations, subscriptions }),
  };
}

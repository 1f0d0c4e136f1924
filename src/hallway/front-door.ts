import { aadGraphMount } from '../aadgraph/mount.ts';
import { swaggerMount } from '../aadgraph/swagger.ts';
import { consentMount } from '../api/consent-mount.ts';
import { docsMount } from '../api/docs-mount.ts';
import { apiMount } from '../api/mount.ts';
import { apiRoutes } from '../api/routes.ts';
import type { Config } from '../config.ts';
import { admission } from '../core/admission.ts';
import { type FrontDoor, startFrontDoor } from '../http/front-door.ts';
import { memoryRateCounter } from '../http/rate-counter.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/open.ts';
import type { buildBot } from './build-bot.ts';
import type { Core } from './build-core.ts';
import { machine } from './machine.ts';
import { messagesMount } from './messages-mount.ts';
import { type Observer, observedTurns } from './observe.ts';
import { readinessOf } from './readiness.ts';

type Faces = { store: Store; core: Core; bot: ReturnType<typeof buildBot>; watching: Observer };

/** The door for Teams, for the REST faces and for whoever asks how this server is. */
export function openFrontDoor(config: Config, { store, core, bot, watching }: Faces, log: Log): Promise<FrontDoor> {
  const verbs = {
    ...core,
    store: store.operations,
    admit: admission({ keys: store.keys, rates: rateCounters(config, store), runtime: machine }),
    runtime: machine,
    restDeadlineMs: config.restDeadlineMs,
  };
  const rows = apiRoutes(verbs);
  return startFrontDoor({
    host: config.host,
    port: config.port,
    trustedProxies: config.trustedProxies,
    mounts: [
      messagesMount(observedTurns(bot.handleActivity, watching)),
      consentMount(core.receiveConsent),
      swaggerMount,
      docsMount(rows),
      aadGraphMount(verbs),
      apiMount(verbs, rows),
    ],
    ready: readinessOf(
      { store: store.ready, journal: () => store.journalSeal() === undefined, signingKeys: bot.signingKeys.ready },
      machine,
    ),
    log,
    onExchanged: watching.exchanged,
  });
}

/** Writes are counted for all instances together, everything else in each of them. */
function rateCounters({ rateLimits }: Config, store: Store) {
  return {
    read: memoryRateCounter(rateLimits.readsPerMinute),
    write: store.rateCounter(rateLimits.writesPerMinute),
    strangers: memoryRateCounter(rateLimits.strangersPerMinute),
  };
}

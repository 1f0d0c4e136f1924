import type { Config } from '../config.ts';
import type { Chat } from '../core/chat.ts';
import type { Protection } from '../core/containment/protection.ts';
import { expiryEntry } from '../core/exceptions/exception-verbs.ts';
import { reconcileInterrupted } from '../core/operations/reconcile.ts';
import type { PolicyPort } from '../core/policies/policy-port.ts';
import { watchDrifts } from '../jobs/drift.ts';
import { outboxSender } from '../jobs/outbox.ts';
import { lookUpProtected } from '../jobs/protected-accounts.ts';
import type { Job } from '../jobs/timetable.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/open.ts';
import type { Core } from './build-core.ts';
import type { ServingStore } from './serving-store.ts';

export type JobParts = {
  store: Store;
  serving: ServingStore;
  core: Core;
  chat: Chat;
  protection: Protection;
  graph: { policies: PolicyPort };
  config: Pick<Config, 'settleMs' | 'driftIntervalMs'>;
  log: Log;
};

/** Everything that time wakes, and how often. */
export function jobList({ store, serving, core, chat, protection, graph, config, log }: JobParts): readonly Job[] {
  const { outbox, operations, consents, exceptions } = store;
  const unknown = (entries: readonly number[]) =>
    log.error({ entries }, 'what PROTECTED lists is not found in any connected tenant');
  const unrecorded = (thrown: unknown) => log.error({ err: thrown }, 'what became of a message was not recorded');
  const sender = outboxSender({ outbox, chat, random: Math.random, alarm: unrecorded });
  const drifts = {
    ...{
      ...store,
      policies: graph.policies,
      readPosture: core.readPosture,
      intervalMs: config.driftIntervalMs,
      random: Math.random,
    },
    onFailure: (connection: string, thrown: unknown) =>
      log.error({ err: thrown, connection }, 'a look at settings failed'),
  };
  const expire = () => [operations.expire(), consents.expire(), exceptions.expire(expiryEntry), outbox.prune()];
  return [
    { name: 'outbox', everyMs: 300, run: sender.drain, idle: sender.idle },
    ...(config.driftIntervalMs > 0 ? [{ name: 'drift', everyMs: 2_000, run: () => watchDrifts(drifts) }] : []),
    { name: 'digests', everyMs: 5_000, run: async () => (await store.digests.post()) > 0 },
    { name: 'checkpoints', everyMs: 1_000, run: () => once(serving.keeper.checkpoint(false)) },
    { name: 'protection', everyMs: 5_000, run: () => once(lookUpProtected({ ...store, protection }, unknown)) },
    { name: 'expiry', everyMs: 15_000, run: () => once(Promise.all(expire())) },
    { name: 'consent', everyMs: 1_000, run: async () => (await core.proveConsents()) > 0 },
    { name: 'reconcile', everyMs: 2_000, run: () => once(reconcileInterrupted(core.enginePorts, config.settleMs)) },
  ];
}

async function once(work: Promise<unknown>): Promise<boolean> {
  await work;
  return false;
}

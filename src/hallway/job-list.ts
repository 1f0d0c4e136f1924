import type { Config } from '../config.ts';
import type { Chat } from '../core/chat.ts';
import type { Protection } from '../core/containment/protection.ts';
import { expiryEntry } from '../core/exceptions/exception-verbs.ts';
import { reconcileInterrupted } from '../core/operations/reconcile.ts';
import type { PolicyPort } from '../core/policies/policy-port.ts';
import type { SignalPort } from '../core/signals/signal-port.ts';
import { watchDrifts } from '../jobs/drift.ts';
import { outboxSender } from '../jobs/outbox.ts';
import { lookUpProtected } from '../jobs/protected-accounts.ts';
import type { Job } from '../jobs/timetable.ts';
import { watchJob } from '../jobs/watch.ts';
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
  graph: { policies: PolicyPort; signals: SignalPort };
  config: Pick<Config, 'settleMs' | 'watchIntervalMs' | 'driftIntervalMs'>;
  log: Log;
};

/** Everything that time wakes, and how often. */
export function jobList(parts: JobParts): readonly Job[] {
  const { store, serving, core, chat, protection, config, log } = parts;
  const { outbox, operations, consents, exceptions } = store;
  const unknown = (entries: readonly number[]) =>
    log.error({ entries }, 'what PROTECTED lists is not found in any connected tenant');
  const unrecorded = (thrown: unknown) => log.error({ err: thrown }, 'what became of a message was not recorded');
  const sender = outboxSender({ outbox, chat, random: Math.random, alarm: unrecorded });
  const expire = () => [operations.expire(), consents.expire(), exceptions.expire(expiryEntry)];
  return [
    { name: 'outbox', everyMs: 300, run: sender.drain, idle: sender.idle },
    { name: 'digests', everyMs: 5_000, run: async () => (await store.digests.post()) > 0 },
    { name: 'alerts', everyMs: 1_000, run: async () => (await store.alerts.tick()) > 0 },
    ...watchingSignals(parts),
    ...watchingSettings(parts),
    { name: 'checkpoints', everyMs: 1_000, run: () => once(serving.keeper.checkpoint(false)) },
    { name: 'protection', everyMs: 5_000, run: () => once(lookUpProtected({ ...store, protection }, unknown)) },
    { name: 'expiry', everyMs: 15_000, run: () => once(Promise.all(expire())) },
    { name: 'retention', everyMs: 3_600_000, run: store.forgetOld },
    { name: 'consent', everyMs: 1_000, run: async () => (await core.proveConsents()) > 0 },
    { name: 'plans', everyMs: 500, run: async () => (await core.runPlans()) > 0 },
    { name: 'reconcile', everyMs: 2_000, run: () => once(reconcileInterrupted(core.enginePorts, config.settleMs)) },
  ];
}

function watchingSignals({ store, graph, config, log }: JobParts): readonly Job[] {
  const { watchIntervalMs: intervalMs } = config;
  if (intervalMs === 0) return [];
  const onFailure = (connection: string, err: unknown) => log.error({ err, connection }, 'a look at signals failed');
  const job = watchJob({ ...store, signals: graph.signals, intervalMs, random: Math.random, onFailure });
  return [{ name: 'watch', everyMs: 500, ...job }];
}

function watchingSettings({ store, core, graph, config, log }: JobParts): readonly Job[] {
  const { driftIntervalMs: intervalMs } = config;
  if (intervalMs === 0) return [];
  const onFailure = (connection: string, err: unknown) => log.error({ err, connection }, 'a look at settings failed');
  const { policies } = graph;
  const drifts = { ...store, policies, readPosture: core.readPosture, intervalMs, random: Math.random, onFailure };
  return [{ name: 'drift', everyMs: 2_000, run: () => watchDrifts(drifts) }];
}

async function once(work: Promise<unknown>): Promise<boolean> {
  await work;
  return false;
}

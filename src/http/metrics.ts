import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { renderEnvelope } from './envelope.ts';
import type { Mount } from './mount.ts';

/** What is asked for whenever somebody looks. */
export type MetricSources = {
  /** What waits to be sent to Teams. */
  backlog(): Promise<{ waiting: number; oldestMs: number; dead: number }>;
  /** Risk alerts by state. */
  alerts(): Promise<Readonly<Record<string, number>>>;
};

export type Metrics = ReturnType<typeof createMetrics>;

const seconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/** Everything that is counted, and how it is told. Labels hold words of our own only, never what a client sent. */
export function createMetrics(sources: MetricSources) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  gauges(sources, registers);
  return { registry, ...timers(registers), ...counters(registers) };
}

function timers(registers: Registry[]) {
  return {
    requests: new Histogram({
      name: 'bulwark_http_request_seconds',
      help: 'HTTP requests by face, method and status, and how long they took.',
      labelNames: ['face', 'method', 'status'],
      buckets: seconds,
      registers,
    }),
    turns: new Histogram({
      name: 'bulwark_turn_seconds',
      help: 'Activities from Teams by kind and HTTP status, and how long each turn took.',
      labelNames: ['kind', 'status'],
      buckets: seconds,
      registers,
    }),
    graphCalls: new Histogram({
      name: 'bulwark_graph_request_seconds',
      help: 'Requests to Microsoft Graph by method and outcome, each try and each reading of a batch by itself, and how long they took.',
      labelNames: ['method', 'outcome'],
      buckets: seconds,
      registers,
    }),
    appends: new Histogram({
      name: 'bulwark_journal_append_seconds',
      help: 'How long adding a row to the journal took, the wait for its chain included.',
      buckets: seconds,
      registers,
    }),
  };
}

function counters(registers: Registry[]) {
  return {
    throttles: new Counter({
      name: 'bulwark_graph_throttled_total',
      help: 'Requests and readings inside a batch that Microsoft Graph answered with 429.',
      registers,
    }),
    operations: new Counter({
      name: 'bulwark_operations_total',
      help: 'Operations that ended, by verb and result.',
      labelNames: ['verb', 'result'],
      registers,
    }),
  };
}

function gauges({ backlog, alerts }: MetricSources, registers: Registry[]): void {
  const oldest = new Gauge({
    name: 'bulwark_outbox_oldest_seconds',
    help: 'How long the oldest message to Teams has been due.',
    registers,
  });
  const dead = new Gauge({
    name: 'bulwark_outbox_dead_messages',
    help: 'Messages to Teams that were given up in the last 30 days.',
    registers,
  });
  new Gauge({
    name: 'bulwark_outbox_waiting_messages',
    help: 'Messages and card edits that wait to be sent to Teams.',
    registers,
    async collect() {
      const now = await backlog();
      this.set(now.waiting);
      oldest.set(now.oldestMs / 1_000);
      dead.set(now.dead);
    },
  });
  new Gauge({
    name: 'bulwark_alerts',
    help: 'Alerts of all tenants that nobody has closed, by state: open or snoozed.',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries(await alerts())) this.set({ state }, count);
    },
  });
}

/** `/metrics`, on a port of its own. */
export function metricsMount({ registry }: Metrics): Mount {
  const path = '/metrics';
  return {
    name: 'metrics',
    owns: (requested) => requested === path,
    bodyLimit: 0,
    contentTypes: [],
    alwaysOpen: true,
    routes: [
      {
        method: 'GET',
        path,
        handle: async () => ({
          status: 200,
          headers: { 'content-type': registry.contentType },
          body: await registry.metrics(),
        }),
      },
    ],
    renderFault: renderEnvelope,
  };
}

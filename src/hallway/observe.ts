import type { Operation } from '../core/operations/operation.ts';
import { statusOf } from '../core/operations/operation.ts';
import type { Answered } from '../graph/measured.ts';
import type { Exchanged } from '../http/exchange.ts';
import { createMetrics, type MetricSources } from '../http/metrics.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/open.ts';

/** Faces that machines ask all the time. */
const routine = ['health', 'metrics'];

/** What is counted and logged of everything that happens. */
export function observer(sources: MetricSources, log: Log) {
  const metrics = createMetrics(sources);
  return {
    metrics,
    exchanged({ ms, face, method, status, ...ids }: Exchanged): void {
      metrics.requests.observe({ face, method, status }, ms / 1_000);
      const level = routine.includes(face) ? 'trace' : 'info';
      log[level]({ ...ids, face, method, status, ms: Math.round(ms) }, 'a request was answered');
    },
    answered({ ms, method, outcome }: Answered): void {
      metrics.graphCalls.observe({ method, outcome }, ms / 1_000);
      if (outcome === 'throttled') metrics.throttles.inc();
    },
    appended(ms: number): void {
      metrics.appends.observe(ms / 1_000);
    },
    ended(operation: Operation): void {
      const { id: operationId, verb, connection, via, interrupted } = operation;
      const result = statusOf(operation);
      metrics.operations.inc({ verb, result });
      const ids = { operationId, connectionId: connection.id, ...(via.requestId ? { requestId: via.requestId } : {}) };
      log.info({ ...ids, verb, result, interrupted }, 'an operation ended');
    },
  };
}

export type Observer = ReturnType<typeof observer>;

/** The store, with every operation that ends told. */
export function observedStore(store: Store, { ended }: Observer): Store {
  const { operations } = store;
  async function settle(outcome: Parameters<typeof operations.settle>[0]): Promise<Operation> {
    const operation = await operations.settle(outcome);
    ended(operation);
    return operation;
  }
  return { ...store, operations: { ...operations, settle } };
}

type Activity = { headers: Record<string, string | undefined>; body: unknown };
type Handle<Answer> = (activity: Activity) => Promise<Answer>;

/** The bot, with every turn timed. */
export function observedTurns<Answer extends { status: number }>(
  handle: Handle<Answer>,
  { metrics }: Observer,
): Handle<Answer> {
  return async (activity) => {
    const end = metrics.turns.startTimer({ kind: kindOf(activity.body) });
    const answer = await handle(activity);
    end({ status: answer.status });
    return answer;
  };
}

const kinds = ['message', 'invoke', 'installationUpdate', 'conversationUpdate'];

/** Whoever posts here may write anything: only known words become a label. */
function kindOf(body: unknown): string {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return kinds.find((kind) => kind === type) ?? 'other';
}

import { expect, onTestFinished } from 'vitest';
import { simulatedCloud } from '../../src/core/clouds.ts';
import type { Connection } from '../../src/core/connections.ts';
import type { RateSlot } from '../../src/core/rate-slot.ts';
import { createGraph, type GraphOptions } from '../../src/graph/graph.ts';
import { startSimulator } from '../../src/simulator/start.ts';
import { fakeClock } from './fake-clock.ts';

export type Logged = { at: string; kind: string; method: string; path: string; body: unknown; status: number };

type Person = { alias: string; aadObjectId: string; userPrincipalName: string };
type Facts = { homeTenantId: string; graphAppId: string; clientSecret: string; people: Person[] };

export type Simulated = Awaited<ReturnType<typeof startSimulated>>;
export type Tenant = Awaited<ReturnType<typeof openTenant>>;
export type TenantOptions = Partial<Pick<GraphOptions, 'readCacheMs' | 'rateSlot' | 'writeDeadlineMs' | 'runtime'>>;

/** The simulated Microsoft 365, and what tests do to it. */
export async function startSimulated() {
  const simulator = await startSimulator({ port: 0 });
  const facts = (await (await fetch(`${simulator.url}/_simulator/world`)).json()) as Facts;

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.url}/_simulator/${path}`, init);
    expect(answer.ok).toBe(true);
    return answer;
  }

  async function logged(): Promise<Logged[]> {
    const { requests } = (await (await control('GET', 'requests')).json()) as { requests: Logged[] };
    return requests.filter(({ kind }) => kind === 'graph');
  }

  return {
    ...facts,
    url: simulator.url,
    close: simulator.close,
    reset: () => control('POST', 'reset'),
    /** From now on these faults, and no others. */
    async fault(...faults: object[]) {
      await control('DELETE', 'faults');
      if (faults.length > 0) await control('POST', 'faults', faults);
    },
    grant: (roles: readonly string[]) => control('POST', 'grants', { roles }),
    documents: (documents: object) => control('PUT', 'documents', documents),
    signal: (signal: object) => control('POST', 'signals', signal),
    logged,
    requests: async () => (await logged()).map(({ method, path }) => `${method} ${path}`),
  };
}

/** The product's Graph room in front of a simulated Microsoft 365: the given one, or one of its own. */
export async function openTenant(options: TenantOptions = {}, given?: Simulated) {
  const simulated = given ?? (await startSimulated());
  const clock = fakeClock();
  const slots: string[] = [];
  const rateSlot: RateSlot = {
    async next(tenant) {
      slots.push(tenant);
      return 0;
    },
    async spare(tenant) {
      slots.push(tenant);
      return 0;
    },
  };
  const graph = createGraph({
    cloud: simulatedCloud(simulated.url),
    credential: { kind: 'secret', clientId: simulated.graphAppId, clientSecret: simulated.clientSecret },
    runtime: clock,
    rateSlot,
    readCacheMs: 0,
    writeDeadlineMs: 8_000,
    ...options,
  });
  onTestFinished(async () => {
    await graph.close();
    if (!given) await simulated.close();
  });
  return { ...simulated, ...graph, clock, slots, connection: connectionTo(simulated.homeTenantId) };
}

function connectionTo(tenantId: string): Connection {
  return { id: 'conn_1', organization: 'org_1', tenantId, name: 'Contoso', mode: 'aiPilot', createdAt: 0 };
}

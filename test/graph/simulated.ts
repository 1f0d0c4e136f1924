import { startSimulator } from '../../src/simulator/start.ts';

export type SharedWorld = Awaited<ReturnType<typeof openSharedWorld>>;

/** A simulated world as the graph room meets it: over HTTP. */
export async function openSharedWorld() {
  const simulator = await startSimulator({ port: 0 });

  async function control(method: string, path: string, body?: unknown) {
    const headers = { 'content-type': 'application/json' };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${simulator.url}/_simulator/${path}`, { method, headers, ...payload });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  type Facts = { homeTenantId: string; graphAppId: string; people: { tenantId: string }[] };
  const { homeTenantId, graphAppId, people } = (await (await control('GET', 'world')).json()) as Facts;
  const foreignTenantId = people.at(-1)?.tenantId ?? '';
  return {
    url: simulator.url,
    ...{ homeTenantId, graphAppId, foreignTenantId },
    reset: () => control('POST', 'reset'),
    grant: (roles: readonly string[] | null) => control('POST', 'grants', { roles }),
    load: (documents: unknown) => control('PUT', 'documents', documents),
    close: () => simulator.close(),
  };
}

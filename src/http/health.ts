import { renderEnvelope } from './envelope.ts';
import { fault } from './faults.ts';
import type { HttpResponse, Mount } from './mount.ts';

export type Readiness = { ready: boolean; checks: Record<string, boolean> };

/** `/livez` depends on nothing but this process; `/readyz` asks. Both answer while the server drains. */
export function healthMount(probes: { live(): boolean; ready(): Promise<Readiness> }): Mount {
  return {
    name: 'health',
    owns: (path) => path === '/livez' || path === '/readyz',
    bodyLimit: 0,
    contentTypes: [],
    alwaysOpen: true,
    routes: [
      { method: 'GET', path: '/livez', handle: async () => answer(probes.live(), { live: probes.live() }) },
      { method: 'GET', path: '/readyz', handle: () => ready(probes.ready) },
    ],
    renderFault: renderEnvelope,
  };
}

async function ready(probe: () => Promise<Readiness>): Promise<HttpResponse> {
  const readiness = await probe().catch((cause: unknown) => {
    throw fault('unavailable', 'Readiness is not known. Ask again.', { cause });
  });
  return answer(readiness.ready, readiness);
}

function answer(good: boolean, body: object): HttpResponse {
  return { status: good ? 200 : 503, body };
}

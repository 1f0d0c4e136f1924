import type { Doors } from '../config/doors.ts';
import { type FrontDoor, startFrontDoor } from '../http/front-door.ts';
import { metricsMount } from '../http/metrics.ts';
import type { Log } from '../log.ts';
import type { Observer } from './observe.ts';

/** `/metrics` on a port of its own. The usual port gives way when another server on this machine has it. */
export async function openMetricsDoor(
  { metrics: { host, port, fixed } }: Doors,
  { metrics }: Observer,
  log: Log,
): Promise<FrontDoor> {
  const ready = async () => ({ ready: true, checks: {} });
  const open = (on: number) => startFrontDoor({ host, port: on, mounts: [metricsMount(metrics)], ready, log });
  const door = await open(port).catch((thrown: unknown) => {
    if (fixed || !isTaken(thrown)) throw thrown;
    return open(0);
  });
  log.info({ url: `${door.url}/metrics` }, 'metrics are served');
  return door;
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createWorldServer } from './server.ts';
import { createWorld } from './world/create-world.ts';
import { botAppId } from './world/people.ts';
import { readTenantFile } from './world/tenant-file.ts';

export type SimulatorOptions = {
  /** 0 = any free port. */
  port: number;
  /** A map of Graph documents, or a file whose key `tenant` names the home tenant. */
  tenantFile?: string;
  /** Milliseconds since 1970. */
  clock?: () => number;
};

export type Simulator = { url: string; port: number; homeTenantId: string; botAppId: string; close(): Promise<void> };

/** Starts a Microsoft 365 world and a Teams chat that live on this machine; loopback only. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const file = options.tenantFile ? readTenantFile(options.tenantFile) : null;
  const world = createWorld(options.clock ?? Date.now, file);
  const server = createWorldServer(world);
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  world.origin = `http://127.0.0.1:${port}`;
  return {
    url: world.origin,
    port,
    homeTenantId: world.homeTenantId,
    botAppId,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { clientAddressReader } from './client-address.ts';
import { answerClientError } from './client-errors.ts';
import { createExchange, type Exchanged, type Log } from './exchange.ts';
import { healthMount, type Readiness } from './health.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type LoopLag, watchLoopLag } from './loop-lag.ts';
import type { Mount } from './mount.ts';
import { createTraffic, type Traffic } from './traffic.ts';

export type FrontDoorOptions = {
  host: string;
  /** 0 means any free port. */
  port: number;
  /** In order of ownership; `/livez` and `/readyz` come before all of them. */
  mounts: readonly Mount[];
  ready(): Promise<Readiness>;
  log: Log;
  /** Told of every request that was answered. */
  onExchanged?: (exchanged: Exchanged) => void;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  limits?: Partial<Limits>;
};

export type FrontDoor = {
  port: number;
  url: string;
  /** Refuses new work, lets running work end until the deadline, then closes everything. */
  drain(deadlineMs: number): Promise<void>;
  /** Closes everything now. */
  close(): Promise<void>;
};

export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const limits = { ...defaultLimits, ...options.limits };
  const lag = watchLoopLag();
  const traffic = createTraffic(limits, lag.meanMs);
  const live = () => lag.meanMs() < limits.liveLag;
  const exchange = createExchange({
    mounts: [healthMount({ live, ready: options.ready }), ...options.mounts],
    addressOf: clientAddressReader(options.trustedProxies ?? []),
    ...{ traffic, limits, log: options.log, onExchanged: options.onExchanged ?? (() => undefined) },
  });
  const server = createHardenedServer(limits);
  server.on('request', (request, response) => traffic.follow(exchange(request, response)));
  await once(server.listen(options.port, options.host), 'listening');
  const { port } = server.address() as AddressInfo;
  const drain = (deadlineMs: number) => shutDown(server, traffic, lag, deadlineMs);
  return { port, url: toUrl(options.host, port), drain, close: () => drain(0) };
}

/** Node's defaults wait for minutes; these end what is slow. */
function createHardenedServer(limits: Limits): Server {
  const { headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval } = limits;
  const server = createServer({
    ...{ headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval },
    insecureHTTPParser: false,
    requireHostHeader: false,
  });
  server.maxConnections = limits.maxConnections;
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => latest.set(request.socket, response));
  server.on('clientError', (error, socket) => answerClientError(error, socket, latest.get(socket)));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}

/**
 * May be called again with a shorter deadline. The close of the HTTP server would cut responses that are written but
 * not yet taken, so listening ends with the plain one and the connections end when nothing is under way.
 */
async function shutDown(server: Server, traffic: Traffic, lag: LoopLag, deadlineMs: number): Promise<void> {
  NetServer.prototype.close.call(server);
  await traffic.drain(deadlineMs);
  server.closeAllConnections();
  server.close();
  lag.stop();
}

function toUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

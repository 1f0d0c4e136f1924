import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/start.ts';

/** Whatever an answer holds: tests look into it freely. */
export type Json = ReturnType<typeof JSON.parse>;
export type Reply = { status: number; headers: Headers; text: string; body: Json };

export type WorldClient = Simulator & {
  /** What `GET /_simulator/world` says. */
  facts: Json;
  /** A control call, `path` below `/_simulator/`. */
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A Graph call with a token of the tenant, `path` below `/v1.0`. */
  graph(method: string, path: string, body?: unknown, options?: GraphOptions): Promise<Reply>;
  token(options?: TokenOptions): Promise<Reply>;
};

type GraphOptions = { tenant?: string; token?: string; headers?: Record<string, string> };
type TokenOptions = { tenant?: string; form?: Record<string, string> };

/** A simulator of its own for the test that is running; closed when the test ends. */
export async function openWorld(options: Partial<SimulatorOptions> = {}): Promise<WorldClient> {
  const simulator = await startSimulator({ port: 0, ...options });
  onTestFinished(() => simulator.close());
  return clientOf(simulator);
}

let shared: Promise<WorldClient> | undefined;

afterAll(async () => (await shared)?.close());

/** One simulator for all tests of a file that leave it as it was. */
export function sharedWorld(): Promise<WorldClient> {
  shared ??= startSimulator({ port: 0 }).then(clientOf);
  return shared;
}

async function clientOf(simulator: Simulator): Promise<WorldClient> {
  const facts = (await call(`${simulator.url}/_simulator/world`, 'GET')).body;
  const tokens = new Map<string, string>();

  async function token({ tenant = simulator.homeTenantId, form = {} }: TokenOptions = {}): Promise<Reply> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: facts.graphAppId,
      client_secret: facts.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
      ...form,
    });
    return readReply(await fetch(`${simulator.url}/login/${tenant}/oauth2/v2.0/token`, { method: 'POST', body }));
  }

  async function graphToken(tenant: string): Promise<string> {
    const known = tokens.get(tenant) ?? (await token({ tenant })).body.access_token;
    tokens.set(tenant, known);
    return known;
  }

  return {
    ...simulator,
    facts,
    token,
    control: (method, path, body) => call(`${simulator.url}/_simulator/${path}`, method, body),
    async graph(method, path, body, { tenant = simulator.homeTenantId, token: given, headers = {} } = {}) {
      const authorization = `Bearer ${given ?? (await graphToken(tenant))}`;
      return call(`${simulator.url}/v1.0${path}`, method, body, { authorization, ...headers });
    },
  };
}

export async function call(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    redirect: 'manual',
    ...(payload === undefined ? {} : { body: payload }),
  });
  return readReply(response);
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {}
  return { status: response.status, headers: response.headers, text, body };
}

export type HeardActivity = { authorization: string; activity: Json };
export type ListeningBot = { url: string; heard: HeardActivity[]; close(): Promise<void>; crash(): void };

/** A messages endpoint that remembers what it hears; `answer` makes the response to each activity. */
export async function openBot(answer: (activity: Json) => unknown = () => ''): Promise<ListeningBot> {
  const heard: HeardActivity[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const activity = JSON.parse(Buffer.concat(chunks).toString());
    heard.push({ authorization: request.headers.authorization ?? '', activity });
    const body = answer(activity);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}/api/messages`, heard, close, crash: () => server.closeAllConnections() };
}

/** The headers of a call that the product's bot makes to the connector. */
export async function botHeaders(world: WorldClient): Promise<Record<string, string>> {
  const form = { client_id: world.facts.botAppId, scope: 'https://api.botframework.com/.default' };
  const { body } = await world.token({ tenant: 'botframework.com', form });
  return { authorization: `Bearer ${body.access_token}` };
}

export function conversationId(world: WorldClient, alias: string, as?: string): string {
  return world.facts.conversations.find((one: Json) => one.alias === alias && (!as || one.as === as)).id;
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Cloud, simulatedCloud } from '../../src/core/clouds.ts';

export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string };

/** Answers one request, or breaks it. */
export type Script = (request: Seen, response: ServerResponse) => void;

export type ScriptedCloud = {
  cloud: Cloud;
  url: string;
  /** Graph requests, in order. */
  graph: Seen[];
  /** Token requests, in order. */
  token: Seen[];
  onGraph(script: Script): void;
  onToken(script: Script): void;
  connections(): number;
  close(): Promise<void>;
};

export const tenantId = '11111111-1111-4111-8111-111111111111';

/** Login and Graph on one port, each doing what the test says. */
export async function startScriptedCloud(): Promise<ScriptedCloud> {
  const scripts = { graph: json(200, {}), token: mintedFor() };
  const seen: { graph: Seen[]; token: Seen[] } = { graph: [], token: [] };
  let connections = 0;
  const server = createServer(async (incoming, response) => {
    const request = await seenIn(incoming);
    const kind = request.path.startsWith('/login/') ? 'token' : 'graph';
    seen[kind].push(request);
    scripts[kind](request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    cloud: simulatedCloud(url),
    url,
    ...seen,
    onGraph: (script) => {
      scripts.graph = script;
    },
    onToken: (script) => {
      scripts.token = script;
    },
    connections: () => connections,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function seenIn(incoming: IncomingMessage): Promise<Seen> {
  let body = '';
  for await (const chunk of incoming) body += chunk;
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

export function raw(status: number, text: string, headers: Record<string, string> = {}): Script {
  return (_, response) => void response.writeHead(status, headers).end(text);
}

export const noContent: Script = (_, response) => void response.writeHead(204).end();

/** Cuts the connection without a word. */
export const cut: Script = (_, response) => void response.destroy();

/** One script after another; the last one stays. */
export function inTurn(...scripts: Script[]): Script {
  let at = 0;
  return (request, response) => scripts[Math.min(at++, scripts.length - 1)]?.(request, response);
}

/** An app-only token, for the tenant that asks unless told otherwise. */
export function mintedFor(claims: Record<string, unknown> = {}): Script {
  let minted = 0;
  return (request, response) => {
    const tid = request.path.split('/')[2];
    minted += 1;
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const payload = { tid, exp, roles: ['Policy.Read.All'], jti: `${minted}`, ...claims };
    const token = ['{"alg":"none"}', JSON.stringify(payload), 'x'].map((part) => btoa(part)).join('.');
    const body = { token_type: 'Bearer', expires_in: 3599, access_token: token.replaceAll('=', '') };
    json(200, body)(request, response);
  };
}

/** What the token endpoint says when it refuses. */
export function aadsts(status: number, error: string, ...codes: number[]): Script {
  const error_description = `AADSTS${codes[0]}: Told by a test. Trace ID: 1 Correlation ID: 2 Timestamp: 3`;
  return json(status, { error, error_description, error_codes: codes });
}

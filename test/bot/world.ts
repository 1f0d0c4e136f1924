import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

export const appId = '5b0a3c5e-4f0e-4a52-8d3c-0f6a4f1f2b11';
export const homeTenant = '11111111-1111-4111-8111-111111111111';
export const otherTenant = '22222222-2222-4222-8222-222222222222';

export type Received = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
type Scripted = { status?: number; headers?: Record<string, string>; body?: unknown; hang?: boolean; cut?: boolean };
export type World = Awaited<ReturnType<typeof startWorld>>;

const pairOf = () => generateKeyPair('RS256', { extractable: true });
const pairs = { good: await pairOf(), unendorsed: await pairOf(), stranger: await pairOf(), next: await pairOf() };
export type Signer = keyof typeof pairs;
const published = { good: ['msteams'], unendorsed: undefined, next: ['msteams'] } as const;

/** What everybody can read of the good key, as the secret of the HS256 confusion. */
export async function publicKeyBytes(): Promise<Uint8Array> {
  return new TextEncoder().encode(await exportSPKI(pairs.good.publicKey));
}

function write(response: ServerResponse, { status = 200, headers = {}, body = {} }: Scripted): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function jwksOf(names: readonly (keyof typeof published)[]) {
  const keys = names.map(async (name) => ({
    ...(await exportJWK(pairs[name].publicKey)),
    kid: name,
    use: 'sig',
    endorsements: published[name],
  }));
  return { keys: await Promise.all(keys) };
}

/** Bot Framework's key service, Entra's token endpoint and the Teams connector on one loopback port. */
export async function startWorld() {
  const received: Received[] = [];
  const scripted = new Map<string, Scripted[]>();
  let signers: (keyof typeof published)[] = ['good', 'unendorsed'];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    received.push({ method: request.method ?? '', path, headers: request.headers, body: await text(request) });
    const script = nextScript(path) ?? { body: await defaultBody(path) };
    if (script.cut) {
      request.socket.destroy();
    }
    if (!script.hang && !script.cut) {
      write(response, script);
    }
  }

  function nextScript(path: string): Scripted | undefined {
    const places = [...scripted].filter(([prefix, answers]) => path.startsWith(prefix) && answers.length > 0);
    return places[0]?.[1].shift();
  }

  async function defaultBody(path: string): Promise<unknown> {
    if (path.endsWith('/openidconfiguration')) {
      return { issuer: 'https://api.botframework.com', jwks_uri: `${url}/channel/keys` };
    }
    if (path === '/channel/keys') {
      return jwksOf(signers);
    }
    return path.endsWith('/token') ? { access_token: 'connector-token', expires_in: 3600 } : { id: 'sent-1' };
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    received,
    at: (prefix: string) => received.filter(({ path }) => path.startsWith(prefix)),
    /** The next answers of the paths that start with `prefix`, in turn. */
    script: (prefix: string, ...answers: Scripted[]) => scripted.set(prefix, answers),
    publish: (...names: (keyof typeof published)[]) => {
      signers = names;
    },
    forget: () => {
      received.length = 0;
      scripted.clear();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

type TokenChanges = {
  claims?: JWTPayload;
  without?: readonly string[];
  header?: Partial<JWTHeaderParameters>;
  signer?: Signer;
};

/** A token as Bot Framework signs it for this bot, with changes. */
export function signToken(world: World, now: number, changes: TokenChanges = {}): Promise<string> {
  const { claims, without = [], header, signer = 'good' } = changes;
  const nowS = Math.floor(now / 1000);
  const all = {
    iss: 'https://api.botframework.com',
    aud: appId,
    nbf: nowS - 60,
    exp: nowS + 3600,
    serviceurl: `${world.url}/`,
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  const protectedHeader = { alg: 'RS256', typ: 'JWT', kid: signer, ...header };
  return new SignJWT(kept).setProtectedHeader(protectedHeader).sign(pairs[signer].privateKey, { crit: { x: true } });
}

let serial = 0;

/** A message as Teams sends it, with changes. */
export function messageOf(world: World, changes: Record<string, unknown> = {}) {
  serial += 1;
  return {
    type: 'message',
    id: `175000000000${serial}`,
    timestamp: '2026-01-01T00:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: `${world.url}/`,
    from: { id: '29:adele', name: 'Adele Vance', aadObjectId: '33333333-3333-4333-8333-333333333333' },
    recipient: { id: `28:${appId}`, name: 'Bulwark' },
    conversation: { id: 'a:personal-adele', conversationType: 'personal', tenantId: homeTenant },
    channelData: { tenant: { id: homeTenant } },
    text: 'posture',
    textFormat: 'plain',
    locale: 'en-US',
    ...changes,
  };
}

/** A card's button press as Teams sends it. */
export function pressOf(world: World, value: unknown, changes: Record<string, unknown> = {}) {
  return messageOf(world, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    replyToId: '1',
    value,
    ...changes,
  });
}

/** What Teams asks for the compose box. */
export function searchOf(world: World, value: unknown, name = 'composeExtension/query') {
  return messageOf(world, { type: 'invoke', name, text: undefined, value });
}

export const queryValue = (typed: unknown = 'alex') => ({
  commandId: 'riskyUsers',
  parameters: [{ name: 'user', value: typed }],
  queryOptions: { skip: 0, count: 25 },
});

export const executeValue = (verb = 'posture.show', data: unknown = { v: 1 }) => ({
  action: { type: 'Action.Execute', id: 'x', verb, data },
  trigger: 'manual',
});

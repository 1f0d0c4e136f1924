import { type Dispatcher, Pool } from 'undici';
import { type Fault, fail } from './faults.ts';

export type Outgoing = { method: Dispatcher.HttpMethod; headers: Record<string, string>; body?: string };

export type Transport = {
  /** Sends one request to a path of the origin. Redirects are not followed. Throws a fault when nothing readable returns. */
  send(path: string, request: Outgoing, signal: AbortSignal): Promise<Response>;
  close(): Promise<void>;
};

export const maxBodyBytes = 4 * 1024 * 1024;

/** Kept-alive connections to one origin, and to no other. */
export function openTransport(origin: string): Transport {
  const pool = new Pool(origin, { connections: 32, connect: { timeout: 3000 } });

  async function send(path: string, request: Outgoing, signal: AbortSignal): Promise<Response> {
    const answer = await pool.request({ path, ...request, signal }).catch((thrown) => fail(faultIn(thrown, signal)));
    if (answer.statusCode >= 300 && answer.statusCode < 400) refuse(answer);
    const text = await readCapped(answer).catch((thrown) => fail(faultIn(thrown, signal)));
    return text === undefined ? refuse(answer) : responseOf(answer, text);
  }

  return { send, close: () => pool.destroy() };
}

function refuse({ statusCode, body }: Dispatcher.ResponseData): never {
  body.on('error', () => {}).destroy();
  fail({ fault: 'badResponse', status: statusCode });
}

/** Undefined when there is more than anyone needs. */
async function readCapped({ body }: Dispatcher.ResponseData): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const keptHeaders = ['content-type', 'date', 'request-id', 'retry-after', 'www-authenticate'];

function responseOf({ statusCode, headers }: Dispatcher.ResponseData, text: string): Response {
  const kept = keptHeaders.flatMap((name) =>
    [headers[name] ?? []].flat().map((value): [string, string] => [name, value]),
  );
  return new Response(text === '' ? null : text, { status: statusCode, headers: kept });
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function faultIn(thrown: unknown, signal: AbortSignal): Fault {
  if (signal.aborted) return { fault: 'timeout' };
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return { fault: neverConnected.has(code) ? 'notSent' : 'lost' };
}

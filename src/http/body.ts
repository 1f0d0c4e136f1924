import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import getRawBody from 'raw-body';
import { fault, type HttpFault } from './faults.ts';
import { parseJsonObject } from './json.ts';
import type { Mount } from './mount.ts';

export type RequestBody = { body: unknown; rawBody: string };

const methodsWithBody = ['POST', 'PATCH', 'PUT'];
const defaultMaxDepth = 8;

/**
 * Reads a request body within the mount's limits. A body on any other method is ignored.
 * @throws HttpFault
 */
export async function readBody(request: IncomingMessage, mount: Mount): Promise<RequestBody> {
  if (!methodsWithBody.includes(request.method ?? '') || !announcesBody(request)) return noBody;
  requireMediaType(request, mount);
  const rawBody = decode(await readBytes(request, mount.bodyLimit));
  if (rawBody === '') return noBody;
  return { rawBody, body: parseJsonObject(rawBody, mount.maxDepth ?? defaultMaxDepth) };
}

const noBody: RequestBody = { body: undefined, rawBody: '' };

/** Whether the headers say that bytes follow them. */
export function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function requireMediaType({ headers }: IncomingMessage, { contentTypes }: Mount): void {
  const plain = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  if (!plain) throw unsupported('Send the body without a content encoding');
  if (!isAccepted(headers['content-type'], contentTypes)) throw unsupported(`Send the body as ${contentTypes[0]}`);
}

function isAccepted(header: string | undefined, contentTypes: readonly string[]): boolean {
  if (header === undefined) return contentTypes.includes('');
  try {
    const { essence, params } = new MIMEType(header);
    return contentTypes.includes(essence) && (params.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
  } catch {
    return false;
  }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(request, { limit, length: request.headers['content-length'] ?? null });
  } catch (error) {
    throw toBodyFault(error, limit);
  }
}

function toBodyFault(error: unknown, limit: number): HttpFault {
  if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
    return fault('too_large', `The request body is too large. Send at most ${limit} bytes.`);
  }
  return fault('invalid_body', 'The request body ended early. Send it again.', { cause: error });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault('invalid_body', 'The request body is not valid UTF-8. Send the JSON object the documentation shows.');
  }
}

function unsupported(advice: string): HttpFault {
  return fault('unsupported_media_type', `${advice}, in UTF-8.`);
}

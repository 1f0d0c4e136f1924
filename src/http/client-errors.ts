import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { renderEnvelope } from './envelope.ts';
import { fault, type HttpFault } from './faults.ts';
import { encode } from './reply.ts';

/**
 * Answers what Node could not read as a request; no mount can be known for it. `latest` is the response to the last
 * request of this connection: text put into the middle of it would be read as its body.
 */
export function answerClientError(error: Error & { code?: string }, socket: Duplex, latest?: ServerResponse): void {
  const midway = latest?.headersSent && !latest.writableFinished;
  if (midway || !socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else socket.end(toWire(toClientFault(error.code)), () => socket.destroy());
}

function toClientFault(code: string | undefined): HttpFault {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return fault('timed_out', 'The request took too long. Send it again.');
  if (code === 'HPE_HEADER_OVERFLOW') return fault('headers_too_large', 'The headers are too large. Send fewer.');
  return fault('invalid_request', 'The request is not valid HTTP. Send it with a standard client.');
}

function toWire(problem: HttpFault): Buffer {
  const requestId = randomUUID();
  const headers = { 'request-id': requestId, connection: 'close', date: new Date().toUTCString() };
  const payload = encode(renderEnvelope(problem, { requestId }), headers);
  const lines = Object.entries(payload.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${payload.status} ${STATUS_CODES[payload.status]}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), payload.bytes]);
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type FrontDoor, type FrontDoorOptions, startFrontDoor } from '../../src/http/front-door.ts';
import type { Mount, Route } from '../../src/http/mount.ts';

export type Logged = { err?: unknown; requestId?: string };
export type TestDoor = FrontDoor & { logged: Logged[] };

/** A mount that owns every path and answers faults in words of its own. */
export function testMount(routes: readonly Route[], changes: Partial<Mount> = {}): Mount {
  return {
    name: 'test',
    owns: () => true,
    bodyLimit: 16_384,
    contentTypes: ['application/json'],
    routes,
    renderFault: ({ kind, status, message }, { requestId }) => ({ status, body: { kind, message, requestId } }),
    ...changes,
  };
}

/** Answers `POST /echo` with what the handler was given. */
export const echo: Route = {
  method: 'POST',
  path: '/echo',
  handle: async ({ body, rawBody }) => ({ status: 200, body: { body: body ?? 'nothing', rawBody } }),
};

export async function openDoor(mounts: readonly Mount[], changes: Partial<FrontDoorOptions> = {}): Promise<TestDoor> {
  const logged: Logged[] = [];
  const door = await startFrontDoor({
    host: '127.0.0.1',
    port: 0,
    mounts,
    ready: async () => ({ ready: true, checks: {} }),
    log: { error: (fields) => logged.push(fields) },
    ...changes,
  });
  onTestFinished(() => door.close());
  return { ...door, logged };
}

export function post(url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

/** Opens a socket and writes to it; a reset by the server is an ordinary end. */
export async function dial(port: number, text: string | Uint8Array = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Everything the server sends until it closes the connection. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

export async function sendRaw(port: number, text: string | Uint8Array): Promise<string> {
  return readAll(await dial(port, text));
}

/** A promise and the function that resolves it, to hold a handler open. */
export function gate(): { opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

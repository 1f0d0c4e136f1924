import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { openTransport } from '../../src/graph/transport.ts';

async function serving(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = openTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(async () => {
    await transport.close();
    server.closeAllConnections();
    server.close();
  });
  return (timeoutMs = 5_000) => transport.send('/x', { method: 'GET', headers: {} }, AbortSignal.timeout(timeoutMs));
}

it('keeps its connections for the next requests', async () => {
  const server = createServer((_, response) => response.end('x'));
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const send = await serving(server);
  for (let times = 0; times < 50; times += 1) expect(await (await send()).text()).toBe('x');
  expect(connections).toBeLessThan(5);
});

it('stops reading a body of 200 MB after a few', async () => {
  let written = 0;
  const chunk = Buffer.alloc(64 * 1024, 'x');
  function* body() {
    for (; written < 200 * 1024 * 1024; written += chunk.length) yield chunk;
  }
  const server = createServer((_, response) => void Readable.from(body()).pipe(response));
  const send = await serving(server);
  await expect(send()).rejects.toMatchObject({ customError: { fault: 'badResponse', status: 200 } });
  expect(written).toBeLessThan(20 * 1024 * 1024);
});

it('tells a body that was cut off from one that ended', async () => {
  const send = await serving(
    createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    }),
  );
  await expect(send()).rejects.toMatchObject({ customError: { fault: 'lost' } });
});

it('gives up on a server that never answers, and on one that never ends', async () => {
  const silent = await serving(createServer(() => {}));
  await expect(silent(50)).rejects.toMatchObject({ customError: { fault: 'timeout' } });
  const endless = await serving(createServer((_, response) => void response.write('x')));
  await expect(endless(50)).rejects.toMatchObject({ customError: { fault: 'timeout' } });
});

it('knows when nothing was sent', async () => {
  const transport = openTransport('http://127.0.0.1:1');
  const sent = transport.send('/x', { method: 'PATCH', headers: {}, body: '{}' }, AbortSignal.timeout(5_000));
  await expect(sent).rejects.toMatchObject({ customError: { fault: 'notSent' } });
  await transport.close();
});

import { request } from 'node:http';
import { expect, test } from 'vitest';
import { call, sharedWorld } from './world-client.ts';

test('a web page elsewhere cannot steer the world through a browser', async () => {
  const world = await sharedWorld();
  const foreign = await call(`${world.url}/_simulator/reset`, 'POST', {}, { origin: 'https://evil.example' });
  expect(foreign.status).toBe(403);
  const own = await call(`${world.url}/_simulator/reset`, 'POST', {}, { origin: world.url });
  expect(own.status).toBe(204);
});

test('a name that only points here is not answered', async () => {
  const { port } = await sharedWorld();
  const options = { port, host: '127.0.0.1', path: '/_simulator/world', headers: { host: `evil.example:${port}` } };
  const status = await new Promise((resolve) => {
    request(options, (response) => resolve(response.resume().statusCode)).end();
  });
  expect(status).toBe(403);
});

test('an unknown address is 404', async () => {
  const world = await sharedWorld();
  expect((await world.control('GET', 'nothing')).status).toBe(404);
  expect((await call(`${world.url}/nothing`, 'GET')).status).toBe(404);
});

test('a body larger than any tenant is refused', async () => {
  const world = await sharedWorld();
  const huge = 'x'.repeat(33 * 1024 * 1024);
  const status = await world.control('PUT', 'documents', huge).then(
    (reply) => reply.status,
    () => 413,
  );
  expect(status).toBe(413);
});

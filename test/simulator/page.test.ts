import { request } from 'node:http';
import { expect, test } from 'vitest';
import { call, sharedWorld } from './world-client.ts';

test.each([
  ['/', 'text/html'],
  ['/page/index.html', 'text/html'],
  ['/page/vendor/adaptivecards.min.js', 'text/javascript'],
  ['/page/vendor/markdown-it.min.js', 'text/javascript'],
])('serves %s', async (path, type) => {
  const world = await sharedWorld();
  const reply = await call(`${world.url}${path}`, 'GET');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain(type);
  expect(reply.text.length).toBeGreaterThan(100);
});

test.each([
  '/page/../main.ts',
  '/page/..%2fmain.ts',
  '/page/%2e%2e/main.ts',
  '/page/vendor/../../main.ts',
  '/page/vendor/constructor',
  '/page//etc/passwd',
  '/page/nothing.js',
])('no path leads out of the page folder: %s', async (path) => {
  const { port } = await sharedWorld();
  const status = await new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path }, (response) => resolve(response.resume().statusCode)).end();
  });
  expect(status).toBe(404);
});

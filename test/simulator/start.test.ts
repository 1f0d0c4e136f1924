import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/start.ts';
import { call, type Json, sharedWorld } from './world-client.ts';

test('the world says all that a product needs to live in it', async () => {
  const world = await sharedWorld();
  expect(world.facts).toMatchObject({
    homeTenantId: world.homeTenantId,
    botAppId: world.botAppId,
    issuer: 'https://api.botframework.com',
    openIdMetadataUrl: `${world.url}/channel/.well-known/openidconfiguration`,
    serviceUrl: `${world.url}/`,
    loginBaseUrl: `${world.url}/login`,
    graphBaseUrl: `${world.url}/v1.0`,
  });
  const aliases = world.facts.people.map((person: Json) => person.alias);
  expect(aliases).toEqual(['admin', 'responder', 'hardener', 'approver', 'viewer', 'member', 'guest', 'outsider']);
  const outsider = world.facts.people.at(-1);
  expect(outsider.tenantId).not.toBe(world.homeTenantId);
});

test('listens on loopback only', async () => {
  const world = await sharedWorld();
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  if (!outside) return;
  const refused = await new Promise((resolve) => {
    connect(world.port, outside.address)
      .once('error', () => resolve(true))
      .once('connect', () => resolve(false));
  });
  expect(refused).toBe(true);
});

test('closes at once, even with a page listening and a slow answer pending', async () => {
  const simulator = await startSimulator({ port: 0 });
  await call(`${simulator.url}/_simulator/faults`, 'POST', [{ path: 'token', delayMs: 600_000 }]);
  const events = await fetch(`${simulator.url}/_chat/events?as=admin`);
  const pending = call(`${simulator.url}/login/common/oauth2/v2.0/token`, 'POST').catch(() => 'cut');
  await events.body?.getReader().read();
  const before = performance.now();
  await simulator.close();
  expect(await pending).toBe('cut');
  expect(performance.now() - before).toBeLessThan(1000);
});

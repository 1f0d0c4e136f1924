import { expect, test } from 'vitest';
import { healthMount } from '../../src/http/health.ts';
import { openDoor, testMount } from './door.ts';

test('answers /livez and /readyz before any mount', async () => {
  const { url } = await openDoor([testMount([])]);
  expect(await (await fetch(`${url}/livez`)).json()).toEqual({ live: true });
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, checks: {} });
});

test('answers 503 with the checks when something is not ready', async () => {
  const readiness = { ready: false, checks: { store: true, keys: false } };
  const { url } = await openDoor([], { ready: async () => readiness });
  const response = await fetch(`${url}/readyz`);
  expect([response.status, await response.json()]).toEqual([503, readiness]);
});

test('is not ready when asking fails', async () => {
  const { url } = await openDoor([], { ready: () => Promise.reject(new Error('postgres://user:secret@db')) });
  const response = await fetch(`${url}/readyz`);
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('secret');
});

test('answers 503 when the process is not live', async () => {
  const [livez] = healthMount({ live: () => false, ready: async () => ({ ready: true, checks: {} }) }).routes;
  expect(await livez?.handle({} as never)).toEqual({ status: 503, body: { live: false } });
});

test('takes GET and HEAD only', async () => {
  const { url } = await openDoor([]);
  expect((await fetch(`${url}/livez`, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${url}/livez`, { method: 'POST' })).status).toBe(405);
});

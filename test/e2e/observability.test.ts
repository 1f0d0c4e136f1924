import { expect, it } from 'vitest';
import { call, type Json } from './call.ts';
import { useWorld } from './world.ts';

const world = useWorld();

/** Every sample of the metrics page, by its name and labels as they stand there. */
async function samples(): Promise<Record<string, number>> {
  const { status, text } = await call('GET', world().product.metricsUrl);
  expect(status).toBe(200);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

const count = (all: Record<string, number>, name: string, labels: string) => all[`${name}{${labels}}`] ?? 0;

it('counts what happens: requests, turns, Graph calls, throttles, operations, journal rows', async () => {
  const before = await samples();
  await world().fault({ path: '^/v1.0/policies/authorizationPolicy', method: 'GET', status: 429, times: 1 });
  await world().product.rest('GET', '/tenants/me/policies', undefined, { 'cache-control': 'no-cache' });
  await world().product.toggle({ key: 'guest_invites' });
  await world().person('viewer').say('help');
  const after = await samples();
  const grown = (name: string, labels: string) => count(after, name, labels) - count(before, name, labels);
  expect(grown('bulwark_http_request_seconds_count', 'face="api",method="POST",status="200"')).toBe(1);
  expect(grown('bulwark_turn_seconds_count', 'kind="message",status="200"')).toBe(1);
  expect(grown('bulwark_operations_total', 'verb="harden",result="done"')).toBe(1);
  expect(grown('bulwark_graph_request_seconds_count', 'method="PATCH",outcome="ok"')).toBe(1);
  expect(
    after['bulwark_journal_append_seconds_count']! - before['bulwark_journal_append_seconds_count']!,
  ).toBeGreaterThan(1);
  // The throttled reading stood in a batch, whose own answer was a success.
  expect(grown('bulwark_graph_request_seconds_count', 'method="POST",outcome="throttled"')).toBe(0);
  expect(grown('bulwark_graph_request_seconds_count', 'method="GET",outcome="throttled"')).toBe(1);
  expect(after['bulwark_graph_throttled_total']! - before['bulwark_graph_throttled_total']!).toBe(1);
  expect(after).toHaveProperty('bulwark_outbox_oldest_seconds');
  expect(after).toHaveProperty('bulwark_alerts{state="open"}');
  expect(after).toHaveProperty('nodejs_eventloop_lag_seconds');
});

it('says of each metric what it is', async () => {
  const { text } = await call('GET', world().product.metricsUrl);
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
  expect(types.filter((name) => name.startsWith('bulwark_')).length).toBeGreaterThan(8);
  for (const name of types) expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.+$`, 'm'));
});

it('has no label of what somebody sent', async () => {
  await call('POST', `${world().product.url}/api/messages`, { type: 'canary-type' });
  await call('GET', `${world().product.url}/tenants/me/canary-path`);
  await fetch(`${world().product.url}/canary`, { method: 'PROPFIND' });
  expect(JSON.stringify(await samples())).not.toMatch(/canary|PROPFIND/);
});

it('serves metrics on their own port only', async () => {
  expect((await call('GET', `${world().product.url}/metrics`)).status).toBe(404);
  expect((await call('GET', new URL('/tenants/me/policies', world().product.metricsUrl).href)).status).toBe(404);
});

it('logs one line for each request and each operation, which name one another', async () => {
  const { product } = world();
  const reply = await product.toggle({ key: 'email_verified_join' });
  const requestId = reply.headers.get('request-id');
  const operationId = reply.body.operation.id;
  const lines = product.logged().filter((line: Json) => line.requestId === requestId);
  expect(lines.map(({ msg }: Json) => msg).toSorted()).toEqual(['a request was answered', 'an operation ended']);
  for (const line of lines) expect(line).toMatchObject({ operationId, requestId });
  expect(lines.find(({ msg }: Json) => msg === 'an operation ended')).toMatchObject({
    ...{ verb: 'harden', result: 'done', connectionId: expect.stringMatching(/^conn_/) },
  });
});

it('logs no key and no token', async () => {
  const { product } = world();
  await product.rest('GET', '/tenants/me/policies?key=songbird', undefined, {
    authorization: 'Bearer ak_live_songbird',
  });
  const text = JSON.stringify(product.logged());
  expect(text).not.toContain('songbird');
  expect(text).not.toContain(product.key);
  expect(text).not.toMatch(/ey[\w-]{20,}\.ey/);
});

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../src/graph/transport.ts';
import { readCall, rig, securityDefaults, writeCall } from './rig.ts';
import { cut, inTurn, json, noContent, raw, type Script } from './scripted-cloud.ts';

const ok = json(200, { isEnabled: true });
const graphError = (status: number, headers = {}) => json(status, { error: { code: 'x', message: 'y' } }, headers);
const slow: Script = () => {};

describe('a reading', () => {
  it('goes out once, signed, with a request id, and never as a priority', async () => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(ok);
    expect(await gateway.send(readCall)).toEqual({ ok: true, body: { isEnabled: true }, granted: ['Policy.Read.All'] });
    expect(graph.map(({ method, path }) => [method, path])).toEqual([['GET', `/v1.0${securityDefaults}`]]);
    expect(graph[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer eyJ/),
      'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(graph[0]?.headers['x-ms-throttle-priority']).toBeUndefined();
  });

  it.each([429, 502, 503, 504])('is tried again after a %i', async (status) => {
    const { gateway, graph, onGraph, clock } = await rig();
    onGraph(inTurn(graphError(status), graphError(status), ok));
    expect(await gateway.send(readCall)).toMatchObject({ ok: true });
    expect(graph).toHaveLength(3);
    expect(clock.slept).toHaveLength(2);
    expect(clock.slept[1]).toBeGreaterThan(clock.slept[0]!);
  });

  it.each([400, 404, 409, 500])('is not tried again after a %i', async (status) => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(graphError(status));
    expect(await gateway.send(readCall)).toMatchObject({ ok: false });
    expect(graph).toHaveLength(1);
  });

  it('waits as long as Graph asks, fractions of a second too', async () => {
    const { gateway, onGraph, clock } = await rig();
    onGraph(inTurn(graphError(429, { 'retry-after': '2.128' }), ok));
    expect(await gateway.send(readCall)).toMatchObject({ ok: true });
    expect(clock.slept).toEqual([2128]);
  });

  it('does not wait longer than five seconds, but says when to come back', async () => {
    const { gateway, graph, onGraph, clock } = await rig();
    onGraph(graphError(429, { 'retry-after': '30' }));
    const sent = await gateway.send(readCall);
    expect(sent).toMatchObject({ ok: false, refusal: { reason: 'throttled', retryAfterS: 30, needsReconsent: false } });
    expect(graph).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('gives up when the next wait would use up its ten seconds', async () => {
    const { gateway, graph, onGraph, clock } = await rig();
    onGraph((request, response) => {
      clock.pass(4_000);
      graphError(503, { 'retry-after': '4' })(request, response);
    });
    expect(await gateway.send(readCall)).toMatchObject({ ok: false, refusal: { reason: 'unavailable' } });
    expect(graph).toHaveLength(2);
  });

  it('is tried again after a cut connection, and then given up', async () => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(cut);
    expect(await gateway.send(readCall)).toMatchObject({ ok: false, refusal: { reason: 'unavailable' } });
    expect(graph).toHaveLength(3);
  });

  it.each([
    ['a web page', raw(200, '<html>Sign in</html>', { 'content-type': 'text/html' })],
    ['truncated JSON', raw(200, '{"isEnabled":tr', { 'content-type': 'application/json' })],
    ['JSON under another name', raw(200, '{}', { 'content-type': 'text/plain' })],
    ['a redirect', raw(302, '', { location: 'http://127.0.0.1:1/' })],
    ['more than anyone needs', raw(200, `"${'x'.repeat(maxBodyBytes)}"`, { 'content-type': 'application/json' })],
  ])('of %s is a bad response, told apart from Graph being down', async (_, script) => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(script);
    expect(await gateway.send(readCall)).toMatchObject({
      ok: false,
      refusal: { status: 'error', reason: 'badResponse' },
    });
    expect(graph).toHaveLength(1);
  });

  it('of nothing at all has no body', async () => {
    const { gateway, onGraph } = await rig();
    onGraph(raw(200, ''));
    expect(await gateway.send(readCall)).toMatchObject({ ok: true, body: undefined });
  });
});

describe('a write', () => {
  it('goes out byte for byte and with priority', async () => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(noContent);
    expect(await gateway.send(writeCall)).toMatchObject({ ok: true });
    expect(graph[0]).toMatchObject({
      method: 'PATCH',
      body: '{"isEnabled":true}',
      headers: { 'content-type': 'application/json', 'x-ms-throttle-priority': 'high' },
    });
  });

  it.each([429, 503])('that only met %i was refused', async (status) => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(graphError(status));
    expect(await gateway.send(writeCall)).toMatchObject({ ok: false, maybeDone: false });
    expect(graph).toHaveLength(3);
  });

  it.each([500, 502, 504])('that met %i may be done', async (status) => {
    const { gateway, onGraph } = await rig();
    onGraph(graphError(status));
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: true,
      refusal: { reason: 'unavailable' },
    });
  });

  it('may be done although a later try was refused', async () => {
    const { gateway, onGraph } = await rig();
    onGraph(inTurn(graphError(504), graphError(403)));
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: true,
      refusal: { reason: 'rejected' },
    });
  });

  it('is repeated after a cut connection, because it sets a constant', async () => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(inTurn(cut, noContent));
    expect(await gateway.send(writeCall)).toMatchObject({ ok: true });
    expect(graph).toHaveLength(2);
  });

  it('may be done when every connection was cut', async () => {
    const { gateway, onGraph } = await rig();
    onGraph(cut);
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: true,
      refusal: { reason: 'unavailable' },
    });
  });

  it('that times out may be done and is not repeated', async () => {
    const { gateway, graph, onGraph } = await rig({ writeDeadlineMs: 60 });
    onGraph(slow);
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: true,
      refusal: { reason: 'unavailable' },
    });
    expect(graph).toHaveLength(1);
  });

  it('answered by a web page may be done', async () => {
    const { gateway, onGraph } = await rig();
    onGraph(raw(200, '<html>', { 'content-type': 'text/html' }));
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: true,
      refusal: { reason: 'badResponse' },
    });
  });

  it('that was never connected was refused', async () => {
    const { gateway, tokens, onGraph, close } = await rig();
    onGraph(noContent);
    await tokens.get(writeCall.tenantId);
    await close();
    const sent = await gateway.send(writeCall);
    expect(sent).toMatchObject({ ok: false, maybeDone: false, refusal: { reason: 'unavailable' } });
  });
});

describe('a redirect', () => {
  const calls = [readCall, writeCall];
  const statuses = [301, 302, 303, 307, 308];
  it.each(calls.flatMap((call) => statuses.map((status) => [status, call.method, call] as const)))(
    '%i of a %s leads nowhere',
    async (status, _, call) => {
      let followed = 0;
      const elsewhere = createServer(() => {
        followed += 1;
      });
      await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
      const { port } = elsewhere.address() as { port: number };
      const { gateway, graph, onGraph } = await rig();
      onGraph(raw(status, '', { location: `http://127.0.0.1:${port}/v1.0${securityDefaults}` }));
      const sent = await gateway.send(call);
      expect(sent).toMatchObject({ ok: false, maybeDone: false, refusal: { reason: 'badResponse' } });
      expect([followed, graph.length]).toEqual([0, 1]);
      await new Promise((closed) => elsewhere.close(closed));
    },
  );
});

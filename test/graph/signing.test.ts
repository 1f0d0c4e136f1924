import { describe, expect, it } from 'vitest';
import { readCall, rig, writeCall } from './rig.ts';
import { aadsts, inTurn, json, mintedFor, noContent } from './scripted-cloud.ts';

const ok = json(200, { isEnabled: true });
const unauthorized = (code: string, message = '') => json(401, { error: { code, message } });
const challenge = (claims: string) => ({
  'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"`,
});

describe('a rejected token', () => {
  it.each(['InvalidAuthenticationToken', 'Authorization_IdentityNotFound'])(
    'is minted anew once after %s',
    async (code) => {
      const { gateway, graph, token, onGraph } = await rig();
      onGraph(inTurn(unauthorized(code), ok));
      expect(await gateway.send(readCall)).toMatchObject({ ok: true });
      expect(token).toHaveLength(2);
      expect(graph[1]?.headers.authorization).not.toBe(graph[0]?.headers.authorization);
    },
  );

  it('is minted anew for a write, too', async () => {
    const { gateway, onGraph } = await rig();
    onGraph(inTurn(unauthorized('InvalidAuthenticationToken'), noContent));
    expect(await gateway.send(writeCall)).toMatchObject({ ok: true });
  });

  it('is not minted a third time', async () => {
    const { gateway, graph, token, onGraph } = await rig();
    onGraph(unauthorized('Authorization_IdentityNotFound'));
    expect(await gateway.send(writeCall)).toMatchObject({
      ok: false,
      maybeDone: false,
      refusal: { status: 'needsConsent', needsReconsent: true },
    });
    expect([graph.length, token.length]).toEqual([2, 2]);
  });

  it('is left alone when the tenant lacks a licence', async () => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(unauthorized('Unauthorized', 'Account is not provisioned.'));
    expect(await gateway.send(readCall)).toMatchObject({ refusal: { status: 'notLicensed' } });
    expect(graph).toHaveLength(1);
  });

  it('that cannot be replaced says why', async () => {
    const { gateway, graph, onGraph, onToken } = await rig();
    onToken(inTurn(mintedFor(), aadsts(400, 'unauthorized_client', 700016)));
    onGraph(unauthorized('InvalidAuthenticationToken'));
    expect(await gateway.send(readCall)).toMatchObject({
      refusal: { reason: 'appNotConsented', code: 'AADSTS700016' },
    });
    expect(graph).toHaveLength(1);
  });
});

describe('a challenge', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';

  it('is answered once, with its claims', async () => {
    const { gateway, graph, token, onGraph } = await rig();
    const demand = json(401, { error: { code: 'InvalidAuthenticationToken' } }, challenge(btoa(claims)));
    onGraph(demand);
    expect(await gateway.send(readCall)).toMatchObject({
      refusal: { reason: 'blockedByPolicy', needsReconsent: false },
    });
    expect([graph.length, token.length]).toEqual([2, 2]);
    expect(new URLSearchParams(token[1]?.body).get('claims')).toContain('1604106651');
  });

  it.each(['', btoa('not json'), '***'])('with the claims %j is not answered', async (encoded) => {
    const { gateway, graph, onGraph } = await rig();
    onGraph(json(403, { error: { code: 'Forbidden' } }, challenge(encoded)));
    expect(await gateway.send(readCall)).toMatchObject({ refusal: { reason: 'blockedByPolicy' } });
    expect(graph).toHaveLength(1);
  });
});

it('gives no token to another host', async () => {
  const { gateway, token, denied } = await rig();
  await expect(gateway.send({ ...readCall, path: 'https://example.com/v1.0/policies' })).rejects.toThrow(
    'egress_denied',
  );
  expect(token).toEqual([]);
  expect(denied).toHaveLength(1);
});

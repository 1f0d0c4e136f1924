import { describe, expect, it } from 'vitest';
import { openTokens } from '../../src/graph/tokens.ts';
import { credential, readCall, rig } from './rig.ts';
import { aadsts, cut, inTurn, json, mintedFor, raw, tenantId } from './scripted-cloud.ts';

const otherTenant = '33333333-3333-4333-8333-333333333333';

describe('a token', () => {
  it('is asked for once, however many want it, with one request to the one endpoint', async () => {
    const { tokens, token } = await rig();
    const mintings = await Promise.all(Array.from({ length: 50 }, () => tokens.get(tenantId)));
    expect(new Set(mintings.map((one) => 'token' in one && one.token.accessToken)).size).toBe(1);
    expect(token.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      `POST /login/${tenantId}/oauth2/v2.0/token`,
    ]);
    expect(Object.fromEntries(new URLSearchParams(token[0]?.body))).toMatchObject({
      client_id: credential.clientId,
      client_secret: credential.clientSecret,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    });
  });

  it('is kept until five minutes before it expires', async () => {
    const { tokens, token, clock } = await rig();
    await tokens.get(tenantId);
    clock.pass(54 * 60_000);
    await tokens.get(tenantId);
    expect(token).toHaveLength(1);
    clock.pass(2 * 60_000);
    await tokens.get(tenantId, { fresh: true });
    expect(token).toHaveLength(2);
  });

  it('tells the roles it carries', async () => {
    const { tokens, onToken } = await rig();
    onToken(mintedFor({ roles: ['Policy.Read.All', 7] }));
    expect(await tokens.get(tenantId)).toMatchObject({ token: { roles: ['Policy.Read.All'] } });
  });

  it('and a refusal of one are news, told once for all who wait', async () => {
    const { tokens, onToken, news } = await rig();
    await Promise.all([tokens.get(tenantId), tokens.get(tenantId)]);
    onToken(aadsts(400, 'unauthorized_client', 7000229));
    await tokens.get(tenantId, { fresh: true });
    expect(news).toMatchObject([
      { appRoles: expect.any(Array) },
      { from: 'token', refusal: { reason: 'appNotConsented' } },
    ]);
  });

  it('without roles carries none', async () => {
    const { tokens, onToken } = await rig();
    onToken(mintedFor({ roles: undefined }));
    expect(await tokens.get(tenantId)).toMatchObject({ token: { roles: [] } });
  });

  it('is minted anew on request, past every cache, and then kept', async () => {
    const { tokens, token } = await rig();
    const first = await tokens.get(tenantId);
    const fresh = await tokens.get(tenantId, { fresh: true });
    expect(fresh).not.toEqual(first);
    expect(await tokens.get(tenantId)).toEqual(fresh);
    expect(token).toHaveLength(2);
  });

  it('is asked for with the claims of a challenge', async () => {
    const { tokens, token } = await rig();
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
    await tokens.get(tenantId, { fresh: true, claims });
    expect(JSON.parse(new URLSearchParams(token[0]?.body).get('claims') ?? '')).toMatchObject(JSON.parse(claims));
  });

  it('belongs to one tenant each, in a mixed load', async () => {
    const { tokens } = await rig();
    const tenants = Array.from({ length: 50 }, (_, at) => `${String(at).padStart(8, '0')}${tenantId.slice(8)}`);
    const asked = Array.from({ length: 2_000 }, (_, at) => tenants[at % 50]!);
    const mintings = await Promise.all(asked.map((tenant) => tokens.get(tenant)));
    const payloads = mintings.map((one) => 'token' in one && JSON.parse(atob(one.token.accessToken.split('.')[1]!)));
    expect(payloads.map(({ tid }) => tid)).toEqual(asked);
  });
});

describe('a token for another tenant', () => {
  it('is never used, and Graph is not called', async () => {
    const { gateway, graph, onToken } = await rig();
    onToken(mintedFor({ tid: otherTenant }));
    expect(await gateway.send(readCall)).toMatchObject({ ok: false, refusal: { reason: 'badResponse' } });
    expect(graph).toEqual([]);
  });

  it('is not remembered either', async () => {
    const { tokens, onToken } = await rig();
    onToken(inTurn(mintedFor({ tid: otherTenant }), mintedFor()));
    expect(await tokens.get(tenantId)).toHaveProperty('refusal');
    expect(await tokens.get(tenantId)).toHaveProperty('token');
  });
});

it.each([
  ['needsConsent', 'appNotConsented', true, aadsts(400, 'unauthorized_client', 700016)],
  ['error', 'operatorCredential', false, aadsts(401, 'invalid_client', 7000215)],
  ['error', 'tenantNotFound', false, aadsts(400, 'invalid_request', 90002)],
  ['error', 'blockedByPolicy', false, aadsts(400, 'access_denied', 53003)],
  ['error', 'badResponse', false, raw(200, '<html>', { 'content-type': 'text/html' })],
  ['error', 'badResponse', false, json(200, { token_type: 'Bearer', expires_in: 1, access_token: 'not.a.token' })],
  ['error', 'badResponse', false, json(200, {})],
  ['error', 'badResponse', false, raw(307, '', { location: 'http://127.0.0.1:1/' })],
])('a token endpoint that answers otherwise means %s, %s', async (status, reason, needsReconsent, script) => {
  const { tokens, token, onToken } = await rig();
  onToken(script);
  expect(await tokens.get(tenantId)).toMatchObject({ refusal: { status, reason, needsReconsent } });
  expect(token).toHaveLength(1);
});

describe('a token endpoint in trouble', () => {
  it.each([
    ['busy', json(503, {})],
    ['broken', json(500, {})],
    ['cut off', cut],
  ])('is asked three times when it is %s', async (_, script) => {
    const { tokens, token, onToken } = await rig();
    onToken(inTurn(script, script, mintedFor()));
    expect(await tokens.get(tenantId)).toHaveProperty('token');
    expect(token).toHaveLength(3);
  });

  it('is left alone as long as it asks, and tells the same reason meanwhile', async () => {
    const { tokens, token, onToken, clock } = await rig();
    onToken(json(429, {}, { 'retry-after': '20' }));
    const refused = { refusal: { reason: 'throttled', retryAfterS: 20 } };
    expect(await tokens.get(tenantId)).toMatchObject(refused);
    onToken(mintedFor());
    clock.pass(19_000);
    expect(await tokens.get(tenantId)).toMatchObject(refused);
    expect(token).toHaveLength(1);
    clock.pass(2_000);
    expect(await tokens.get(tenantId)).toHaveProperty('token');
  });

  it('is asked at once when somebody waits for it, for MSAL never remembers a failure', async () => {
    const { tokens, token, onToken } = await rig();
    onToken(json(500, {}));
    expect(await tokens.get(tenantId)).toMatchObject({ refusal: { reason: 'unavailable' } });
    onToken(mintedFor());
    expect(await tokens.get(tenantId, { explicit: true })).toHaveProperty('token');
    expect(token).toHaveLength(4);
  });

  it('is unavailable when it is not there', async () => {
    const { cloud, clock } = await rig();
    const tokens = openTokens({ ...cloud, loginUrl: 'http://127.0.0.1:1/login' }, credential, clock);
    expect(await tokens.get(tenantId)).toMatchObject({ refusal: { reason: 'unavailable' } });
    await tokens.close();
  });
});

it('never tells the secret, even when the endpoint echoes it', async () => {
  const { tokens, onToken } = await rig();
  onToken((request, response) => json(400, { error: 'x', error_description: request.body })(request, response));
  expect(JSON.stringify(await tokens.get(tenantId))).not.toContain(credential.clientSecret);
});

import { describe, expect, it } from 'vitest';
import { call } from '../e2e/call.ts';
import {
  domain,
  expectRefused,
  legacySession,
  lifetime,
  saml,
  shortLived,
  tenantId,
  unassignedApp,
  useFace,
} from './face.ts';

const face = useFace();
const list = '/myorganization/policies?api-version=1.6';
const newPolicy = { displayName: 'x', definition: [lifetime('8:00:00')], type: 'TokenLifetimePolicy' };

describe('the tenant segment', () => {
  it.each(['myorganization', 'MYORGANIZATION', tenantId, tenantId.toUpperCase(), domain, domain.toLowerCase()])(
    'may be %s, and is repeated as it was written',
    async (segment) => {
      const { status, body } = await face().ask('GET', `/${segment}/policies?api-version=1.6`);
      expect([status, body.value?.length]).toEqual([200, 5]);
      expect(body['odata.metadata']).toContain(`/${segment}/$metadata#directoryObjects`);
    },
  );

  it.each(['contoso.com', '00000000-0000-4000-8000-000000000001', 'nonsense', 'a..b', "'; drop", 'Tenants'])(
    'may not be %s',
    async (segment) => {
      const reply = await face().ask('GET', `/${encodeURIComponent(segment)}/policies?api-version=1.6`);
      expectRefused(reply, 400, 'Request_BadRequest', 'Invalid domain name in the request url.');
    },
  );

  it('is not looked up for a key that may not read', async () => {
    await face().world.forgetRequests();
    const reply = await face().ask('GET', `/${domain}/policies?api-version=1.6`, { token: face().keys.elsewhere });
    expectRefused(reply, 403, 'Authorization_RequestDenied', /legacy:read/);
    expect(await face().world.graphRequests()).toEqual([]);
  });
});

describe('a path', () => {
  it.each([
    '/MyOrganization/Policies',
    '/myorganization/policies/',
    '/myorganization/POLICIES?ignored=1',
    '/myorganization/serviceprincipals/5e2a1c44-2f0f-4d2b-9f5e-0a3b6c7d8e9f/policies',
    '/myorganization/ServicePrincipals/5E2A1C44-2F0F-4D2B-9F5E-0A3B6C7D8E9F/Policies/',
    `/myorganization/applications/${unassignedApp}/%24links/policies`,
    `/myorganization/applications/${unassignedApp}/$LINKS/policies/`,
  ])('%s is served', async (path) => {
    const reply = await face().ask('GET', `${path}${path.includes('?') ? '&' : '?'}api-version=1.6`);
    expect(reply.status).toBe(200);
  });

  it.each(['/tenants/nothing', '/api/nothing', '/docs/nothing', '/connect/nothing', '/nothing'])(
    '%s belongs to another face',
    async (path) => {
      const { body } = await call('GET', `${face().world.product.url}${path}`);
      expect(body).toMatchObject({ success: false });
    },
  );

  it.each(['/contoso.com/users', '/a/b/c/d', '/myorganization/policies/x/y/z'])('%s fails as here', async (path) => {
    expectRefused(await face().ask('GET', path), 404, 'Request_ResourceNotFound');
  });

  it('takes only the methods it was made for', async () => {
    const path = `/policies/${shortLived}`;
    const reply = await face().send('PUT', path, {});
    expectRefused(reply, 405, 'Request_BadRequest');
    expect(reply.headers.get('allow')).toBe('GET, PATCH, DELETE, HEAD');
    expectRefused(await face().send('POST', `${path}/$links/appliesTo`, {}), 405, 'Request_BadRequest');
  });
});

describe('the version', () => {
  it.each([
    ['', 'Request_DataContractVersionMissing'],
    ['?api-version=', 'Request_DataContractVersionMissing'],
    ['?api-version=1.5', 'Request_InvalidDataContractVersion'],
    ['?api-version=beta', 'Request_InvalidDataContractVersion'],
    ['?api-version=1.61-internal', 'Request_InvalidDataContractVersion'],
    ['?api-version=1.6&api-version=1.6', 'Request_InvalidDataContractVersion'],
    ['?API-VERSION=1.6', 'Request_DataContractVersionMissing'],
  ])('%j is refused', async (query, code) => {
    expectRefused(await face().ask('GET', `/myorganization/policies${query}`), 400, code);
  });

  it('may be percent-encoded', async () => {
    expect((await face().ask('GET', '/myorganization/policies?api%2Dversion=1%2E6')).status).toBe(200);
  });
});

describe('a query option', () => {
  it.each(['$top=1&$top=2', '$top=1&%24top=1', '$skip=1', '$expand=appliesTo', '$format=xml'])(
    '%s is refused, not guessed at',
    async (options) => {
      const reply = await face().ask('GET', `${list}&${options}`);
      expectRefused(reply, 400, 'Request_UnsupportedQuery');
    },
  );

  it('of a list is none of one policy', async () => {
    const reply = await face().ask('GET', `/myorganization/policies/${shortLived}?api-version=1.6&$top=1`);
    expectRefused(reply, 400, 'Request_UnsupportedQuery');
  });
});

it('headers that other services act on change nothing', async () => {
  const headers = { 'x-http-method-override': 'DELETE', 'if-match': '"stale"', prefer: 'return=representation' };
  const renamed = await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'New' }, { headers });
  expect([renamed.status, renamed.text]).toEqual([204, '']);
  const made = await face().send('POST', '/policies', newPolicy, { headers });
  expect([made.status, made.headers.get('etag')]).toEqual([201, null]);
});

describe('an answer', () => {
  it('carries the headers that clients knew', async () => {
    const headers = { 'client-request-id': 'b3c1f7a0-0000-4000-8000-000000000001' };
    const reply = await face().ask('GET', list, { headers });
    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(reply.headers.get('dataserviceversion')).toBe('3.0;');
    expect(reply.headers.get('x-ms-dirapi-data-contract-version')).toBe('1.6');
    expect(reply.headers.get('client-request-id')).toBe(headers['client-request-id']);
    expect(reply.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('cache-control')).toContain('no-cache');
  });

  it.each([
    ['application/json;odata=minimalmetadata', 'minimalmetadata', true],
    ['application/json; odata=nometadata', 'nometadata', false],
    ['application/json;odata=verbose', 'minimalmetadata', true],
  ])('to Accept %s is JSON at level %s', async (accept, level, annotated) => {
    const reply = await face().ask('GET', `/myorganization/policies/${shortLived}?api-version=1.6`, {
      headers: { accept },
    });
    expect(reply.headers.get('content-type')).toContain(`odata=${level}`);
    expect('odata.metadata' in reply.body).toBe(annotated);
    expect('odata.type' in reply.body.value[0]).toBe(annotated);
  });

  it('keeps its error whatever was asked for', async () => {
    const headers = { accept: 'application/json;odata=nometadata' };
    expectRefused(await face().ask('GET', '/myorganization/policies/nope?api-version=1.6', { headers }), 400, /./);
  });

  it('with one policy is that policy and a list of it', async () => {
    const { body } = await face().send('GET', `/policies/${saml}`);
    const { value, 'odata.metadata': metadata, ...flat } = body;
    expect(metadata).toMatch(/\/\$metadata#directoryObjects\/Microsoft\.DirectoryServices\.Policy\/@Element$/);
    expect(value).toEqual([flat]);
    expect(flat).toMatchObject({ alternativeIdentifier: null, keyCredentials: [], definition: [expect.any(String)] });
  });

  it('of a service principal is one policy only while it has exactly one', async () => {
    const path = '/serviceprincipals/1f0e9d8c-7b6a-4958-8473-625140f3e2d1/policies';
    const { body: one } = await face().send('GET', path);
    expect(one).toMatchObject({ objectId: one.value[0].objectId, definition: one.value[0].definition });
    const link = { url: `https://graph.windows.net/myorganization/policies/${saml}` };
    await face().send('POST', path.replace('/policies', '/$links/policies'), link);
    const { body: two } = await face().send('GET', path);
    expect([two.value.length, 'objectId' in two]).toEqual([2, false]);
    const { body: none } = await face().send('GET', '/serviceprincipals/5e2a1c44-2f0f-4d2b-9f5e-0a3b6c7d8e9f/policies');
    expect([none.value, 'objectId' in none]).toEqual([[], false]);
  });

  it('of an application is always a list', async () => {
    const { body } = await face().send('GET', '/applications/08e89827-27e1-4b28-af9d-748e228c5c2f/policies');
    expect([body.value.length, 'objectId' in body]).toEqual([1, false]);
  });
});

describe('a body', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'text/json',
    'text/plain',
    'text/plain;charset=UTF-8',
  ])('may be labelled %s', async (type) => {
    const reply = await face().send('POST', '/policies', newPolicy, { headers: { 'content-type': type } });
    expect(reply.status).toBe(201);
  });

  it('may have no label', async () => {
    const { url, key } = face().world.product;
    const headers = { authorization: `Bearer ${key}` };
    const body = new Blob([JSON.stringify(newPolicy)]);
    const reply = await fetch(`${url}${list}`, { method: 'POST', headers, body });
    expect(reply.status).toBe(201);
  });

  it.each(['application/xml', 'application/x-www-form-urlencoded', 'application/merge-patch+json'])(
    'may not be %s',
    async (type) => {
      const reply = await face().send('POST', '/policies', newPolicy, { headers: { 'content-type': type } });
      expectRefused(reply, 415, 'Request_BadRequest');
    },
  );

  it('of more than 16 KiB is refused', async () => {
    const reply = await face().send('POST', '/policies', { ...newPolicy, displayName: 'x'.repeat(17_000) });
    expectRefused(reply, 413, 'Request_BadRequest');
  });

  it.each(['[]', '"x"', '{', '{"__proto__":{}}'])('that is %s is refused', async (body) => {
    expectRefused(await face().send('POST', '/policies', body), 400, 'Request_BadRequest');
  });

  it('that is missing lacks its first property', async () => {
    const message = "A value is required for property 'displayName' of resource 'Policy'.";
    expectRefused(await face().send('POST', '/policies'), 400, 'Request_BadRequest', message);
  });
});

describe('a key', () => {
  it('needs legacy:write for every write', async () => {
    const token = face().keys.readOnly;
    const link = `/applications/${unassignedApp}/$links/policies`;
    const writes = [
      ['POST', '/policies', newPolicy],
      ['PATCH', `/policies/${shortLived}`, { displayName: 'x' }],
      ['DELETE', `/policies/${shortLived}`],
      ['POST', link, { url: `https://graph.windows.net/myorganization/policies/${shortLived}` }],
      ['DELETE', `${link}/${shortLived}`],
    ] as const;
    await face().world.forgetRequests();
    for (const [method, path, body] of writes) {
      const reply = await face().send(method, path, body, { token });
      expectRefused(reply, 403, 'Authorization_RequestDenied', /legacy:write/);
    }
    expect(await face().world.graphRequests()).toEqual([]);
  });

  it('with legacy:write alone does not read', async () => {
    const token = face().keys.writeOnly;
    expectRefused(await face().send('GET', '/policies', undefined, { token }), 403, 'Authorization_RequestDenied');
  });

  it('is presented as a bearer token, and not otherwise', async () => {
    const { key } = face().world.product;
    for (const authorization of [`Basic ${key}`, key, `Bearer  ${key}`, `Bearer "${key}"`]) {
      const reply = await face().ask('GET', list, { token: '', headers: { authorization } });
      expectRefused(reply, 401, 'Authentication_MissingOrMalformed');
    }
    expect((await face().ask('GET', list, { token: '', headers: { authorization: `bearer ${key}` } })).status).toBe(
      200,
    );
  });

  it.each([undefined, 'Bearer', 'Bearer ak_live_', 'Basic eA=='])('%j is none', async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const reply = await face().ask('GET', list, { token: '', headers: headers as Record<string, string> });
    expectRefused(reply, 401, 'Authentication_MissingOrMalformed', 'Access Token missing or malformed.');
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });
});

it('shows a retired policy as it is', async () => {
  const { body } = await face().send('GET', `/policies/${legacySession}`);
  expect(body.definition[0]).toContain('MaxAgeSessionSingleFactor');
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clouds, simulatedCloud } from '../../src/core/clouds.ts';
import type { ConsentPort } from '../../src/core/consent/consent-port.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { certificateAssertion, readCertificate } from '../../src/graph/certificate.ts';
import { consentPort } from '../../src/graph/consent.ts';
import { egressList } from '../../src/graph/egress.ts';
import { openGateway } from '../../src/graph/gateway.ts';
import { openTokens } from '../../src/graph/tokens.ts';
import { openTransport } from '../../src/graph/transport.ts';
import { pemFile } from '../certificates.ts';
import { openSharedWorld, type SharedWorld } from './simulated.ts';

let world: SharedWorld;
let consent: ConsentPort;
let close: () => Promise<unknown>;

beforeAll(async () => {
  world = await openSharedWorld();
  const cloud = simulatedCloud(world.url);
  const clock = { now: Date.now, sleep: async () => {} };
  const clientId = world.graphAppId;
  const assertion = certificateAssertion(readCertificate(pemFile, Date.now()), clientId, Date.now);
  const tokens = openTokens(cloud, { kind: 'assertion', clientId, assertion }, clock);
  const [transport, login] = [openTransport(cloud.graphUrl), openTransport(world.url)];
  const gateway = openGateway({
    ...{ cloud, tokens, transport, clock, writeDeadlineMs: 8_000, onNews: () => undefined, onDenied: () => {} },
    egress: egressList(`${cloud.graphUrl}/v1.0`, allowList),
    rateSlot: { next: async () => 0, spare: async () => 0 },
  });
  consent = consentPort({ cloud, clientId, tokens, gateway, login });
  close = () => Promise.all([tokens.close(), transport.close(), login.close(), world.close()]);
});
afterAll(() => close());
beforeEach(() => world.reset());

describe('the link', () => {
  it('is the admin consent of exactly that tenant, with everything it carries encoded', () => {
    const link = new URL(consent.link(world.homeTenantId, 's&t=1', 'http://127.0.0.1:3978/connect/callback'));
    expect(link.pathname).toBe(`/login/${world.homeTenantId}/v2.0/adminconsent`);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      client_id: world.graphAppId,
      scope: clouds.global.graphScope,
      redirect_uri: 'http://127.0.0.1:3978/connect/callback',
      state: 's&t=1',
    });
  });
});

describe('whose a domain is', () => {
  it('is what Microsoft says', async () => {
    expect(await consent.findTenant('contoso.com')).toEqual({ status: 'ok', value: world.homeTenantId });
    expect(await consent.findTenant('fabrikam.com')).toEqual({ status: 'ok', value: world.foreignTenantId });
  });

  it('is nobody’s when Microsoft knows none', async () => {
    expect(await consent.findTenant('nowhere.example')).toEqual({ status: 'ok', value: undefined });
  });
});

describe('what is proved', () => {
  it('is the tenant’s own name and the roles of a token minted now', async () => {
    await world.grant(['Policy.Read.All', 'User.Read.All']);
    const proof = await consent.prove(world.homeTenantId);
    expect(proof).toEqual({ status: 'ok', value: { name: 'Contoso', appRoles: ['Policy.Read.All', 'User.Read.All'] } });
    await world.grant(['User.Read.All']);
    const later = await consent.prove(world.homeTenantId);
    expect(later).toMatchObject({ value: { appRoles: ['User.Read.All'] } });
  });

  it('is the roles alone where the name may not be read', async () => {
    await world.grant(['Policy.Read.All']);
    expect(await consent.prove(world.homeTenantId)).toEqual({ status: 'ok', value: { appRoles: ['Policy.Read.All'] } });
  });

  it('is nothing where nobody consented', async () => {
    const reading = await consent.prove(world.foreignTenantId);
    expect(reading).toMatchObject({ status: 'needsConsent', refusal: { reason: 'appNotConsented' } });
  });

  it('is nothing when the organization says it is another one', async () => {
    await world.load({ '/organization': [{ id: world.foreignTenantId, displayName: 'Swapped' }] });
    expect(await consent.prove(world.homeTenantId)).toMatchObject({ status: 'error' });
  });
});

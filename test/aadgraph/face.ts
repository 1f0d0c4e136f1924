import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Scope } from '../../src/core/actors.ts';
import type { Store } from '../../src/store/open.ts';
import { call, type Reply } from '../e2e/call.ts';
import { giveKey } from '../e2e/keys.ts';
import type { SimulatedWorld } from '../e2e/simulated-world.ts';
import { until } from '../e2e/until.ts';
import { createWorld, type World } from '../e2e/world.ts';
import { type Contract, readContract } from './contract.ts';

export const fixturesFile = fileURLToPath(new URL('./fixtures.json', import.meta.url));

/** Objects of the fixtures. */
export const tenantId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
export const domain = 'AltimoreBreweryNSausageCo.onmicrosoft.com';
export const shortLived = '092a6e8a-e25d-42b8-8151-c105445150ee';
export const legacySession = '67efc1a7-5774-4ad4-bda4-672fffdb4d40';
export const saml = '76c1a417-c023-49fa-9893-1db93e2672a4';
export const eightHours = '85d03130-ed36-49ae-ac48-ad23dded599e';
export const eightHoursToo = '85d03130-ed36-49ae-ac48-ad23dded599f';
export const unassignedApp = '9bf0e152-cb65-4740-807f-0f9068b1e274';
export const assignedApp = '08e89827-27e1-4b28-af9d-748e228c5c2f';
export const freeServicePrincipal = '5e2a1c44-2f0f-4d2b-9f5e-0a3b6c7d8e9f';
export const assignedServicePrincipal = '1f0e9d8c-7b6a-4958-8473-625140f3e2d1';

export const lifetime = (time: string) => `{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"${time}"}}`;

type Request = { body?: unknown; headers?: Record<string, string>; token?: string };

export type Face = {
  world: World;
  /** Every answer with a 2xx is compared with the served contract. */
  ask(method: string, path: string, request?: Request): Promise<Reply>;
  /** The same below `/myorganization` and with the version. */
  send(method: string, path: string, body?: unknown, request?: Request): Promise<Reply>;
  keys: Keys;
};

/** The product in the tenant of the fixtures, which is put back before each test. */
export function useFace(): () => Face {
  let face: Face;
  beforeAll(async () => {
    face = await openFace();
  });
  beforeEach(async () => {
    await face.world.reset();
  });
  afterAll(async () => {
    expect(face.world.product.errors).toEqual([]);
    await face.world.close();
  });
  return () => face;
}

/** `roles`: the app roles its consent is narrowed to before the product starts. */
export async function openFace(roles?: readonly string[]): Promise<Face> {
  const before = roles && ((simulated: SimulatedWorld) => simulated.grant(roles));
  let keys: Keys = { readOnly: '', writeOnly: '', elsewhere: '' };
  const prepare = async (store: Store) => {
    keys = await giveKeys(store);
  };
  const world = await createWorld({ tenantFile: fixturesFile, prepare, ...(before && { before }) });
  const contract = await readContract(world.product.url);
  // A process that has just started lags behind and turns reads away until it has caught up.
  await until(
    'reads are taken',
    async () => (await world.product.rest('GET', '/myorganization/policies?api-version=1.6')).status !== 503,
  );

  async function ask(method: string, path: string, { body, headers = {}, token = world.product.key }: Request = {}) {
    const authorization: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    const reply = await call(method, `${world.product.url}${path}`, body, { ...authorization, ...headers });
    expectAsContracted(contract, method, path, reply);
    return reply;
  }

  return {
    world,
    ask,
    send: (method, path, body, request = {}) =>
      ask(method, `/myorganization${path}${path.includes('?') ? '&' : '?'}api-version=1.6`, { body, ...request }),
    keys,
  };
}

function expectAsContracted(contract: Contract, method: string, path: string, reply: Reply): void {
  if (reply.status >= 300 || reply.status < 200) return;
  const bare = reply.headers.get('content-type')?.includes('nometadata') ?? false;
  if (!bare) expect(contract.violations(method, path, reply)).toEqual([]);
}

/** What the keys may do that the tests use beside the demo key, which may do everything. */
const grants = {
  readOnly: ['legacy:read'],
  writeOnly: ['legacy:write'],
  elsewhere: ['policies:read', 'policies:write'],
} as const satisfies Record<string, readonly Scope[]>;

type Keys = Record<keyof typeof grants, string>;

async function giveKeys(store: Store): Promise<Keys> {
  const given = Object.entries(grants).map(async ([name, granted]) => [
    name,
    await giveKey(store, { scopes: granted, unlimited: true }),
  ]);
  return Object.fromEntries(await Promise.all(given));
}

export function expectRefused(
  reply: Reply,
  status: number,
  code: string | RegExp,
  message: string | RegExp = /./,
): void {
  const text = (wanted: string | RegExp) => (typeof wanted === 'string' ? wanted : expect.stringMatching(wanted));
  expect([reply.status, reply.body]).toMatchObject([
    status,
    {
      'odata.error': {
        code: text(code),
        message: { lang: 'en', value: text(message) },
        requestId: reply.headers.get('request-id'),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      },
    },
  ]);
}

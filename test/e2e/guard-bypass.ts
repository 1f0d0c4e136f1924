import { expect } from 'vitest';
import type { Json } from './call.ts';
import { randomFrom } from './random.ts';
import { openWorld, type World } from './world.ts';

const group = 'c0ffee00-1f20-4a3b-8c4d-5e6f70819200';
const breakGlass = 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b99';
const byName = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819205';
const byGroup = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819203';
const guest = 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b07';

/** Accounts that are protected by object id, by a name they no longer have, by a group, and as guests. */
const accounts = [
  { id: breakGlass, names: ['emergency.access@contoso.onmicrosoft.com', 'emergency.access@contoso.com'] },
  { id: byName, names: ['lidia.holloway@contoso.com', 'lidia.new@contoso.com', 'LidiaH@contoso.onmicrosoft.com'] },
  { id: byGroup, names: ['diego.siciliani@contoso.com'] },
  {
    id: guest,
    names: ['robin.kline_wingtip.com#EXT#@contoso.onmicrosoft.com', 'robin.kline@wingtip.com'],
  },
] as const;

const env = { PROTECTED: `Lidia.Holloway@CONTOSO.com,group:${group},${guest.toUpperCase()}` };

/** Asks for protected accounts under every name they could go by; none of them is written to. */
export async function bypassGuards(attempts: number): Promise<void> {
  const world = await openWorld({ env, before: async (simulated) => addGroup(simulated.load) });
  await world.product.rest('POST', '/tenants/me/threats/contain', { userId: breakGlass });
  await rename(world, byName, 'lidia.new@contoso.com');
  const random = randomFrom(7);
  const replies = await Promise.all(
    Array.from({ length: attempts }, (_, at) => {
      const { id, names } = accounts[at % accounts.length]!;
      const name = [id, ...names][Math.floor(random() * (names.length + 1))] ?? id;
      const userId = disguised(name, random);
      return world.product.rest('POST', '/tenants/me/threats/contain', { userId });
    }),
  );
  const codes = new Set(replies.map(({ body }) => body.error?.code));
  expect([...codes].sort()).toEqual(['invalid_request', 'protected_target', 'unknown_user']);
  const refused = replies.filter(({ body }) => body.error.code === 'protected_target');
  expect(refused.length).toBeGreaterThan(attempts / 3);
  expect(await world.graphWrites()).toEqual([]);
}

function addGroup(load: World['load']) {
  const member = { '@odata.type': '#microsoft.graph.user', id: byGroup };
  return load({ '/groups': [{ id: group, displayName: 'Untouchable' }], [`/groups/${group}/members`]: [member] });
}

async function rename(world: World, id: string, userPrincipalName: string): Promise<void> {
  const users = await world.document('/users');
  await world.load({ '/users': users.map((user: Json) => (user.id === id ? { ...user, userPrincipalName } : user)) });
}

/** The same name for whoever compares texts carelessly. */
function disguised(name: string, random: () => number): string {
  const ways = [
    () => name,
    () => name.toUpperCase(),
    () => [...name].map((letter) => (random() < 0.5 ? letter.toUpperCase() : letter)).join(''),
    () => ` ${name}`,
    () => `${name}\u200b`,
    () => name.replace('.', '%2e'),
    () => `{${name}}`,
  ];
  return ways[Math.floor(random() * ways.length)]?.() ?? name;
}

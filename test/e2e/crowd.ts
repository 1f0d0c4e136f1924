import { randomUUID } from 'node:crypto';
import type { Json } from './call.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** A user of the simulated home tenant. */
export type Somebody = { id: string; userPrincipalName: string };

/** Adds so many ordinary users to the home tenant. */
export async function addUsers(world: SimulatedWorld, count: number): Promise<readonly Somebody[]> {
  const crowd = Array.from({ length: count }, (_, at) => userOf(at));
  const present = await world.document('/users');
  await world.load({ '/users': [...present, ...crowd] });
  return crowd;
}

function userOf(at: number) {
  return {
    id: randomUUID(),
    displayName: `Somebody ${at}`,
    userPrincipalName: `somebody.${at}@contoso.com`,
    accountEnabled: true,
    userType: 'Member',
    onPremisesSyncEnabled: null,
    isManagementRestricted: null,
    signInSessionsValidFromDateTime: '2026-01-01T00:00:00Z',
  };
}

/** What the tenant itself has of a user. */
export async function accountOf(world: SimulatedWorld, { id }: Somebody): Promise<Json> {
  return accountIn(await world.document('/users'), id);
}

export function accountIn(users: Json, id: string) {
  const user = users.find((one: Json) => one.id === id);
  return {
    off: user.accountEnabled === false,
    revoked: user.signInSessionsValidFromDateTime !== '2026-01-01T00:00:00Z',
  };
}

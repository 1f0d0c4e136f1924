import fc from 'fast-check';
import { expect } from 'vitest';
import { hostileText } from '../graph/user-path-fuzz.ts';
import type { Reply } from './call.ts';
import type { LoggedRequest } from './simulated-world.ts';
import type { World } from './world.ts';

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const segment = String.raw`[\w.!~*'-]|%(?:23|24|26|2B|3D|40|5E|60|7B|7D)`;
const allowed = [
  new RegExp(`^GET /users(?:/(?:${segment})+|\\('(?:${segment})+'\\))\\?\\$select=[A-Za-z,]+$`),
  new RegExp(`^GET /users/${guid}/transitiveMemberOf/microsoft\\.graph\\.directoryRole(?:\\?[\\w$=&,]+)?$`),
  new RegExp(`^PATCH /users/${guid}$`),
  new RegExp(`^POST /users/${guid}/revokeSignInSessions$`),
];
const statuses = new Set([200, 400, 403, 404, 413]);

const userIds = fc.oneof(
  { weight: 8, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constant('alex.wilber@contoso.com') },
  { weight: 1, arbitrary: fc.constantFrom(null, true, 7, [], {}, ['alex.wilber@contoso.com'], { id: 'x' }) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(20_000)) },
);

const atOnce = 25;

/** Whatever a script calls a user, nothing but readings of users and writes by object id reach Graph. */
export async function fuzzContain(world: World, count: number): Promise<void> {
  const values = fc.sample(userIds, { numRuns: count, seed: 20_261_122 });
  const seen = new Set<number>();
  for (let from = 0; from < count; from += atOnce) {
    const some = values.slice(from, from + atOnce);
    const replies = await Promise.all(some.map((userId) => contain(world, userId)));
    for (const { status } of replies) seen.add(status);
  }
  expect([...seen].filter((status) => !statuses.has(status))).toEqual([]);
  expect(seen).toContain(200);
  expect(
    (await world.graphRequests()).map(lineOf).filter((line) => !allowed.some((shape) => shape.test(line))),
  ).toEqual([]);
}

function contain({ product }: World, userId: unknown): Promise<Reply> {
  return product.rest('POST', '/tenants/me/threats/contain', { userId });
}

function lineOf({ method, path }: LoggedRequest): string {
  return `${method} ${path}`;
}

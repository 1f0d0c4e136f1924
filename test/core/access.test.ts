import { beforeEach, describe, expect, it } from 'vitest';
import { type Authorize, authorizer, type Gate, gates, holds } from '../../src/core/access.ts';
import { type Actor, roles, type Scope, type System, scopes } from '../../src/core/actors.ts';
import { type FakeAccess, fakeAccess, keyHolder, organization, person } from './fakes/access.ts';
import { type RecordingJournal, recordingJournal } from './fakes/journal.ts';

const via = { channel: 'chat', conversation: 'soc' } as const;
const anna = person('anna');
const key = keyHolder('script');
const system: System = { kind: 'system', organization, name: 'watch' };
const all = Object.entries(gates).map(([name, gate]): [string, Gate] => [name, gate]);

let access: FakeAccess;
let journal: RecordingJournal;
let authorize: Authorize;

beforeEach(() => {
  access = fakeAccess();
  journal = recordingJournal();
  authorize = authorizer(access, journal);
});

describe('a person', () => {
  it.each(all)('without a role is denied %s, and the denial is journaled', async (_name, gate) => {
    await expect(authorize(anna, gate, via)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(journal.denials).toEqual([{ actor: anna, via, verb: gate.verb, why: 'not_allowed' }]);
  });

  it.each(all)('passes %s with its role, and no row is written', async (_name, gate) => {
    access.roles.set(anna.oid, [gate.role]);
    await authorize(anna, gate, via);
    expect(journal.denials).toEqual([]);
  });

  it('reads with any role, and writes with the one that says so', () => {
    expect(roles.map((role) => holds([role], 'viewer'))).toEqual(roles.map(() => true));
    expect(roles.filter((role) => holds([role], 'hardener'))).toEqual(['hardener']);
    expect(holds([], 'viewer')).toBe(false);
  });

  it('is asked for again at every use', async () => {
    access.roles.set(anna.oid, ['hardener']);
    await authorize(anna, gates.harden, via);
    access.roles.delete(anna.oid);
    await expect(authorize(anna, gates.harden, via)).rejects.toThrow('You need the hardener role');
  });
});

describe('a key', () => {
  it.each(all)('with every scope but those that do is denied %s', async (_name, gate) => {
    access.grants.set(key.keyId, { scopes: scopes.filter((scope) => !scopesOf(gate).includes(scope)) });
    await expect(authorize(key, gate, via)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(journal.denials).toMatchObject([{ actor: key, verb: gate.verb }]);
  });

  it.each(all.flatMap(([name, gate]) => scopesOf(gate).map((scope) => [name, scope, gate] as const)))(
    'passes %s with just the scope %s',
    async (_name, scope, gate) => {
      access.grants.set(key.keyId, { scopes: [scope] });
      await authorize(key, gate, via, 'conn_any');
    },
  );

  it.each(all.filter(([, gate]) => !gate.scope))('with every scope there is is denied %s', async (_name, gate) => {
    access.grants.set(key.keyId, { scopes });
    await expect(authorize(key, gate, via)).rejects.toThrow('No API key can do this.');
  });

  it('that was revoked is denied', async () => {
    await expect(authorize(key, gates.harden, via)).rejects.toThrow('lacks the scope policies:write');
  });

  it('knows only the connections it was made for', async () => {
    access.grants.set(key.keyId, { scopes: ['policies:write'], connections: ['conn_mine'] });
    await authorize(key, gates.harden, via, 'conn_mine');
    await expect(authorize(key, gates.harden, via, 'conn_other')).rejects.toMatchObject({
      refusal: 'unknown_connection',
      message: 'There is no such connection. Check the connection id or name.',
    });
  });
});

describe('an organization', () => {
  const entitled: [string, Actor][] = [
    ['person', anna],
    ['key', key],
    ['system', system],
  ];

  it.each(entitled)('without the entitlement denies its %s', async (_kind, actor) => {
    access.roles.set(anna.oid, ['hardener']);
    access.grants.set(key.keyId, { scopes: ['policies:write'] });
    access.entitlements.set(organization, ['threatAlerts']);
    await expect(authorize(actor, gates.harden, via)).rejects.toMatchObject({ refusal: 'not_entitled' });
    expect(journal.denials).toMatchObject([{ actor, why: 'not_entitled' }]);
  });

  it('needs every entitlement of the gate', async () => {
    access.roles.set(anna.oid, ['responder']);
    access.entitlements.set(organization, ['threatAlerts']);
    await authorize(anna, gates.readThreats, via);
    await expect(authorize(anna, gates.contain, via)).rejects.toThrow('breach response');
  });

  it('without any entitlement still shows its operations', async () => {
    access.entitlements.clear();
    access.roles.set(anna.oid, ['viewer']);
    await authorize(anna, gates.readOperations, via);
  });
});

it('lets the product itself do what it was built for', async () => {
  await authorize(system, gates.harden, via);
});

it('denies even when the denial cannot be recorded', async () => {
  const deaf = authorizer(access, {
    ...journal,
    deny: async () => {
      throw new Error('The disk is gone.');
    },
  });
  await expect(deaf(anna, gates.harden, via)).rejects.toThrow('The disk is gone.');
});

function scopesOf({ scope = [] }: Gate): readonly Scope[] {
  return [scope].flat();
}

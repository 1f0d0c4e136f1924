import { beforeEach, describe, expect, it } from 'vitest';
import { type Operation, statusOf } from '../../../src/core/operations/operation.ts';
import { around } from '../fakes/calls.ts';
import {
  approver,
  privilegedKey,
  responder,
  rest,
  settleMs,
  soc,
  type ThreatWorld,
  threatWorld,
} from '../fakes/threat-world.ts';
import { idOf, userAdministrator } from '../fakes/users.ts';

const alex = idOf('alex');
const leaseMs = 60_000;
let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

/** A process that stops for good at a moment such as `before disable`. */
function mortal(moment: string) {
  let dead = false;
  const pass = (now: string) => {
    dead ||= now === moment;
    return dead ? new Promise(() => undefined) : undefined;
  };
  const wrap = <Port extends object>(port: Port): Port =>
    around(port, { before: (call) => pass(`before ${call}`), after: (call) => pass(`after ${call}`) });
  const { accounts: _a, writes: _w, next: _n, nextFinds: _f, ...port } = world.users;
  const calls = Object.fromEntries(Object.entries(port).filter(([, call]) => typeof call === 'function'));
  const users = { ...world.users, ...wrap(calls) };
  const { operations: _o, leases: _l, queued: _q, ...store } = world.store;
  const instance = world.openInstance({ users, store: { ...world.store, ...wrap(store) } });
  return { ...instance, isDead: () => dead };
}

async function interrupted(moment: string): Promise<void> {
  const process = mortal(moment);
  void process.contain
    .now(privilegedKey, rest, { user: alex })
    .then(({ outcome }) => outcome)
    .catch(() => undefined);
  while (!process.isDead()) await world.runtime.sleep(10);
}

async function reconciled(afterMs = leaseMs + settleMs): Promise<Operation> {
  world.clock.offsetMs += afterMs;
  const [operation] = await world.reconcile();
  expect(world.store.leases.held()).toEqual([]);
  return operation!;
}

const writesSent = () => world.users.writes.map(({ name }) => name);

describe('a containment that was interrupted', () => {
  it.each(['after begin', 'before disable'])('%s is sent after all', async (moment) => {
    await interrupted(moment);
    const operation = await reconciled();
    expect(operation).toMatchObject({
      interrupted: true,
      steps: [{ status: 'ok' }, { status: 'ok' }],
      result: { disabled: true, sessionsRevoked: true, wasEnabled: true },
    });
    expect(writesSent()).toEqual(['disable', 'revokeSessions']);
    expect(world.journal.typesOf(operation.id)).toEqual(['intent', 'interrupted']);
  });

  it.each(['after disable', 'before revokeSessions'])('%s gets the missing write only', async (moment) => {
    await interrupted(moment);
    expect(statusOf(await reconciled())).toBe('done');
    expect(writesSent()).toEqual(['disable', 'revokeSessions']);
  });

  it('after both writes gets none', async () => {
    await interrupted('after revokeSessions');
    expect(statusOf(await reconciled())).toBe('done');
    expect(writesSent()).toEqual(['disable', 'revokeSessions']);
  });

  it('is left to a person when the intent is old', async () => {
    await interrupted('before disable');
    const operation = await reconciled(6 * 60_000);
    expect(operation).toMatchObject({
      interrupted: true,
      steps: [{ status: 'failed' }, { status: 'failed' }],
      result: { disabled: false, sessionsRevoked: false },
    });
    expect(writesSent()).toEqual([]);
    expect(world.store.sent).toMatchObject([{ conversationId: 'soc', kind: 'operation' }]);
  });

  it('is left to a person when who asked may no longer', async () => {
    await interrupted('before disable');
    world.access.grants.delete(privilegedKey.keyId);
    expect(statusOf(await reconciled())).toBe('failed');
    expect(writesSent()).toEqual([]);
  });

  it('is left to a person when a guard now stands in the way', async () => {
    await interrupted('before disable');
    world = Object.assign(world, world.openInstance({ listed: [{ kind: 'id', id: alex }] }));
    expect(statusOf(await reconciled())).toBe('failed');
    expect(writesSent()).toEqual([]);
  });

  it('is left to a person when it would take a second one by now', async () => {
    await interrupted('before disable');
    world.access.grants.set(privilegedKey.keyId, { scopes: ['threats:contain'] });
    world.users.add('alex', { roles: [userAdministrator] });
    expect(statusOf(await reconciled())).toBe('failed');
    expect(writesSent()).toEqual([]);
  });

  it('is not told to anybody when everything was done', async () => {
    await interrupted('after revokeSessions');
    await reconciled();
    expect(world.store.sent).toEqual([]);
  });
});

it('sends an approved one after all only while the approver still may approve', async () => {
  world.users.add('alex', { roles: [userAdministrator] });
  const { operation } = await world.contain.preview(responder, soc, { user: alex });
  const asked = await (await world.presses.execute(responder, soc, operation!.id, 'A good reason')).outcome;
  const process = mortal('before disable');
  void process.decide.approve(approver, soc, asked.id).then(({ outcome }) => outcome);
  while (!process.isDead()) await world.runtime.sleep(10);
  world.access.roles.delete(approver.oid);
  expect(statusOf(await reconciled())).toBe('failed');
  expect(writesSent()).toEqual([]);
});

import { expect, it } from 'vitest';
import { authorizer } from '../../src/core/access.ts';
import { neededAppRoles } from '../../src/core/app-roles.ts';
import { refusal } from '../../src/core/errors.ts';
import type { Posture, ReadPosture } from '../../src/core/posture.ts';
import { statusReader } from '../../src/core/status.ts';
import { fakeAccess, person } from './fakes/access.ts';
import { codeOf } from './fakes/code-of.ts';
import { connection, fakeConnections } from './fakes/connections.ts';
import { recordingJournal } from './fakes/journal.ts';

const lee = person('lee');
const via = { channel: 'chat' } as const;
const score = { secure: 1, judged: 2, unread: 0, superseded: 0, accepted: 0 };

function setUp(readPosture: ReadPosture = async () => ({ score }) as Posture) {
  const access = fakeAccess();
  access.roles.set(lee.oid, ['viewer']);
  const all = [...neededAppRoles.read, ...neededAppRoles.write];
  const connections = fakeConnections([
    connection('conn_pilot', { appRoles: all.slice(1), createdAt: 1 }),
    connection('conn_read', { mode: 'read', createdAt: 2 }),
  ]);
  const parts = async () => [{ name: 'Store', ok: true }];
  const authorize = authorizer(access, recordingJournal());
  return {
    access,
    missing: all[0],
    read: statusReader({ authorize, connections, readPosture, version: '1.2.3', parts }),
  };
}

it('tells the parts, what each connection lacks, and what can be read of it now', async () => {
  const { read, missing } = setUp();
  expect(await read(lee, via)).toMatchObject({
    version: '1.2.3',
    parts: [{ name: 'Store', ok: true }],
    connections: [{ connection: { id: 'conn_pilot' }, missing: [missing], score }, { connection: { id: 'conn_read' } }],
  });
});

it('tells the rest where the settings may not be read', async () => {
  const { read } = setUp(() => Promise.reject(refusal('not_entitled', 'x')));
  const { connections } = await read(lee, via);
  expect(connections.map(({ score: seen }) => seen)).toEqual([undefined, undefined]);
});

it('is for whoever holds a role', async () => {
  const { read, access } = setUp();
  access.roles.set(lee.oid, []);
  expect(await codeOf(read(lee, via))).toBe('not_allowed');
});

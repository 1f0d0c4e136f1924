import { expect, it } from 'vitest';
import { authorizer } from '../../src/core/access.ts';
import { neededAppRoles } from '../../src/core/app-roles.ts';
import { refusal } from '../../src/core/errors.ts';
import type { Posture, ReadPosture } from '../../src/core/posture.ts';
import { certificatePart, statusReader, undeliveredPart } from '../../src/core/status.ts';
import { fakeAccess, person } from './fakes/access.ts';
import { codeOf } from './fakes/code-of.ts';
import { connection, fakeConnections } from './fakes/connections.ts';
import { fakeConsentPort } from './fakes/consents.ts';
import { recordingJournal } from './fakes/journal.ts';
import { refused } from './fakes/policies.ts';
import { graphDown } from './fakes/refusals.ts';

const lee = person('lee');
const via = { channel: 'chat' } as const;
const unanswered = refused(graphDown);
const score = { secure: 1, judged: 2, unread: 0, superseded: 0, accepted: 0 };

function setUp(readPosture: ReadPosture = async () => ({ score }) as Posture) {
  const access = fakeAccess();
  access.roles.set(lee.oid, ['viewer']);
  const all = [...neededAppRoles.read, ...neededAppRoles.write];
  const connections = fakeConnections([
    connection('conn_pilot', { appRoles: all, createdAt: 1 }),
    connection('conn_read', { mode: 'read', createdAt: 2 }),
  ]);
  const { port: consent, answers } = fakeConsentPort();
  answers.proof = { status: 'ok', value: { appRoles: all.slice(1) } };
  const parts = async () => [{ name: 'Store', ok: true }];
  const authorize = authorizer(access, recordingJournal());
  return {
    access,
    answers,
    all: connections.all,
    missing: all[0],
    read: statusReader({ authorize, connections, consent, readPosture, version: '1.2.3', parts }),
  };
}

it('tells the parts, what the token of each connection lacks now, and what can be read of it', async () => {
  const { read, missing } = setUp();
  expect(await read(lee, via)).toMatchObject({
    version: '1.2.3',
    parts: [{ name: 'Store', ok: true }],
    connections: [
      { connection: { id: 'conn_pilot' }, asked: true, missing: [missing], score },
      { connection: { id: 'conn_read' }, asked: true, missing: [missing] },
    ],
  });
});

it('tells why there is no token, and what was known before', async () => {
  const { read, answers } = setUp();
  answers.proof = unanswered;
  expect((await read(lee, via)).connections).toEqual([
    { connection: expect.objectContaining({ id: 'conn_pilot' }), asked: true, missing: [], refusal: graphDown },
    { connection: expect.objectContaining({ id: 'conn_read' }), asked: true, refusal: graphDown },
  ]);
});

it('looks at the five oldest connections, and tells the others as they are known', async () => {
  const { read, all } = setUp();
  for (let n = 3; n <= 7; n++) all.push(connection(`conn_${n}`, { createdAt: n }));
  const { connections } = await read(lee, via);
  expect(connections.map(({ asked }) => asked)).toEqual([true, true, true, true, true, false, false]);
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

it('says how many messages nobody got, and why', () => {
  const now = 30 * 86_400_000;
  const letter = {
    conversationId: 'soc',
    subject: 'alert/1',
    message: 'operation',
    at: now - 1,
    why: 'Too large.',
  } as const;
  expect(undeliveredPart([], now).ok).toBe(true);
  expect(undeliveredPart([{ ...letter, at: 0 }], now).ok).toBe(true);
  expect(undeliveredPart([letter, { ...letter, why: 'Gone.' }], now)).toEqual({
    name: 'Messages',
    ok: false,
    fix: '2 messages were not delivered in the last 7 days. The last reason: Too large.',
  });
});

it('warns 30 days before the first certificate ends, and says when one has ended', () => {
  const now = Date.UTC(2026, 5, 1);
  const days = (count: number) => now + count * 86_400_000;
  const later = { name: 'the certificate for Graph', endsAt: days(300) };
  const parts = (endsAt: number) => certificatePart([later, { name: 'the certificate of the bot', endsAt }], now);
  expect(certificatePart([], now)).toEqual([]);
  expect(parts(days(31))).toEqual([]);
  const fix = expect.stringMatching(/^On 2026-07-01 the certificate of the bot ends\. Add a new one/);
  expect(parts(days(30))).toEqual([{ name: 'Sign-in', ok: false, stillWorks: true, fix }]);
  const ended = expect.stringContaining('On 2026-06-01 the certificate of the bot ended.');
  expect(parts(now)).toEqual([{ name: 'Sign-in', ok: false, fix: ended }]);
});

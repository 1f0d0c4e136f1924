import { describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import { isOpen, type PostureRow, postureReader } from '../../src/core/posture.ts';
import { keyHolder } from './fakes/access.ts';
import { connection, tenantId } from './fakes/connections.ts';
import { noConditionalAccess, refused } from './fakes/policies.ts';
import { consentMissing, graphDown, notLicensed } from './fakes/refusals.ts';
import { apiKey, coreWorld, nobody, rest, soc, viewer, type World } from './fakes/world.ts';
import { changed, loosest, securing } from './policies/documents.ts';

const securityDefaults = allowList[0]!;
const others = allowList.slice(1);
const authorizationPolicy = others[0]!.document;
const guestInvites = allowList.find(({ key }) => key === 'guest_invites')!;
const enabledConditionalAccess = refusedOrOk({ ...noConditionalAccess, total: 1, enabled: 1 });

function refusedOrOk(value: typeof noConditionalAccess) {
  return { status: 'ok', value } as const;
}

async function postureOf(world: World) {
  const posture = await postureReader(world)(viewer, soc);
  if (!posture) throw new Error('Nothing is connected.');
  return posture;
}

function rowOf(rows: readonly PostureRow[], { key }: PolicyEntry) {
  return rows.find(({ policy }) => policy.key === key);
}

describe('the posture', () => {
  it('has one row per setting, in the order of the allow-list', async () => {
    const { rows, score } = await postureOf(coreWorld());
    expect(rows.map(({ policy }) => policy)).toEqual(allowList);
    expect(rows.every(isOpen)).toBe(true);
    expect(score).toEqual({ secure: 0, judged: allowList.length, unread: 0, superseded: 0, accepted: 0 });
  });

  it('counts what is secure, and what is stricter still', async () => {
    const world = coreWorld();
    for (const entry of allowList) {
      const place = `${tenantId}${entry.document}`;
      const document = world.policies.documents.get(place) ?? loosest(entry.document);
      world.policies.documents.set(place, changed(entry, securing(entry), document));
    }
    world.policies.put(guestInvites, tenantId, 'none');
    const { rows, score } = await postureOf(world);
    expect(rows.some(isOpen)).toBe(false);
    expect(score).toEqual({
      secure: allowList.length,
      judged: allowList.length,
      unread: 0,
      superseded: 0,
      accepted: 0,
    });
  });

  it('shows the value that is compared, an unset null included', async () => {
    const world = coreWorld();
    const entry = allowList.find(({ accepted }) => accepted.some((value) => value === null))!;
    world.policies.put(entry, tenantId, null);
    const { rows } = await postureOf(world);
    expect(rowOf(rows, entry)).toMatchObject({ status: 'ok', current: null, compliant: true });
  });
});

describe('security defaults beside Conditional Access', () => {
  it('count neither for nor against while Conditional Access takes their place', async () => {
    const world = coreWorld();
    world.policies.conditionalAccess = enabledConditionalAccess;
    const { rows, score } = await postureOf(world);
    expect(rowOf(rows, securityDefaults)).toMatchObject({ current: false, compliant: false, superseded: true });
    expect(rows.filter((row) => !isOpen(row)).map(({ policy }) => policy.key)).toEqual([securityDefaults.key]);
    expect(score).toEqual({ secure: 0, judged: others.length, unread: 0, superseded: 1, accepted: 0 });
  });

  it('are open while its policies are only reported or off', async () => {
    const world = coreWorld();
    world.policies.conditionalAccess = refusedOrOk({
      total: 2,
      enabled: 0,
      reportOnly: 1,
      disabled: 1,
      deviceRegistration: 0,
    });
    const { score } = await postureOf(world);
    expect(score.superseded).toBe(0);
  });

  it('are open while Conditional Access cannot be read', async () => {
    const world = coreWorld();
    world.policies.conditionalAccess = refused(graphDown);
    const { rows, conditionalAccess } = await postureOf(world);
    expect(rowOf(rows, securityDefaults)).toMatchObject({ superseded: false });
    expect(conditionalAccess).toEqual({ status: 'error', refusal: graphDown });
  });

  it('are just secure when they are on', async () => {
    const world = coreWorld();
    world.policies.conditionalAccess = enabledConditionalAccess;
    world.policies.put(securityDefaults, tenantId, true);
    const { rows } = await postureOf(world);
    expect(rowOf(rows, securityDefaults)).toMatchObject({ compliant: true, superseded: false });
  });
});

describe('what could not be read', () => {
  it.each([consentMissing, notLicensed, graphDown])('keeps $status apart from a judgement', async (refusal) => {
    const world = coreWorld();
    world.policies.nextReads = ['ok', refusal];
    const { rows, score } = await postureOf(world);
    const unread = others.filter(({ document }) => document === authorizationPolicy);
    expect(score).toEqual({
      secure: 0,
      judged: allowList.length - unread.length,
      unread: unread.length,
      superseded: 0,
      accepted: 0,
    });
    expect(rowOf(rows, others[0]!)).toEqual({ policy: others[0], status: refusal.status, refusal });
  });

  it('includes a document without the setting, or with a value that no setting has', async () => {
    const world = coreWorld();
    world.policies.documents.set(`${tenantId}${securityDefaults.document}`, { isEnabled: { on: true } });
    world.policies.documents.set(`${tenantId}${authorizationPolicy}`, {});
    const { rows, score } = await postureOf(world);
    const unread = rows.filter(({ policy }) =>
      [securityDefaults.document, authorizationPolicy].includes(policy.document),
    );
    expect(score).toMatchObject({ secure: 0, unread: unread.length, judged: allowList.length - unread.length });
    expect(new Set(unread.map(({ status }) => status))).toEqual(new Set(['error']));
    expect(rows[0]).toMatchObject({ status: 'error', refusal: { reason: 'badResponse', needsReconsent: false } });
  });
});

describe('who may ask', () => {
  it('is nobody without a role, and then nothing is read', async () => {
    const world = coreWorld();
    await expect(postureReader(world)(nobody, soc)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect([world.policies.calls, world.journal.denials.length]).toEqual([[], 1]);
  });

  it('is a key for its own connections only, and the oldest of those when it names none', async () => {
    const world = coreWorld();
    const key = keyHolder('narrow');
    world.connections.all.push(connection('conn_two', { createdAt: 1 }));
    world.access.grants.set(key.keyId, { scopes: ['policies:read'], connections: ['conn_two'] });
    const other = postureReader(world)(key, rest, { connectionId: 'conn_one' });
    await expect(other).rejects.toMatchObject({ refusal: 'unknown_connection' });
    expect(world.policies.calls).toEqual([]);
    const posture = await postureReader(world)(key, rest);
    expect(posture?.connection.id).toBe('conn_two');
  });

  it('learns that nothing is connected', async () => {
    const world = coreWorld();
    world.connections.all.length = 0;
    expect(await postureReader(world)(apiKey, rest)).toBeUndefined();
  });
});

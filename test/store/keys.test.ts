import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('keys', (opened) => {
  const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

  async function created(changes: { expiresAt?: number; connections?: string[] } = {}) {
    const organization = newId('org');
    const digest = digestOf(randomUUID());
    const key = { id: newId('key'), organization, name: 'ticketing', scopes: ['policies:read' as const], ...changes };
    return { digest, record: await opened.store.keys.create(key, digest) };
  }

  test('a key is found by its digest at once, with everything it was given', async () => {
    const { digest, record } = await created({ connections: ['conn_1'] });
    expect(await opened.store.keys.findByDigest(digest)).toEqual(record);
    expect(record).toMatchObject({ name: 'ticketing', scopes: ['policies:read'], connections: ['conn_1'] });
  });

  test('an unknown digest finds nothing', async () => {
    expect(await opened.store.keys.findByDigest(digestOf('never made'))).toBeUndefined();
  });

  test('two keys with one digest are refused', async () => {
    const { digest, record } = await created();
    const twin = { id: newId('key'), organization: record.organization, name: 'twin', scopes: record.scopes };
    await expect(opened.store.keys.create(twin, digest)).rejects.toThrow();
  });

  test('a revoked key no longer opens anything; revoking it again says so', async () => {
    const { digest, record } = await created();
    expect(await opened.store.keys.revoke(newId('org'), record.id)).toBe(false);
    expect(await opened.store.keys.revoke(record.organization, record.id)).toBe(true);
    expect(await opened.store.keys.revoke(record.organization, record.id)).toBe(false);
    expect(await opened.store.keys.findByDigest(digest)).toBeUndefined();
    expect(await opened.store.keys.find(record.id)).toMatchObject({ revokedAt: expect.any(Number) });
  });

  test('a key stops at its expiry by the store clock', async () => {
    const { record: clock } = await created();
    const { digest, record } = await created({ expiresAt: clock.createdAt + 60_000 });
    const { findByDigest, findLive } = opened.store.keys;
    expect([await findByDigest(digest), await findLive(record.id)]).toEqual([record, expect.objectContaining(record)]);
    opened.advance(60_001);
    expect([await findByDigest(digest), await findLive(record.id)]).toEqual([undefined, undefined]);
  });

  test('a revocation is seen by every instance at once', async () => {
    const { digest, record } = await created();
    const other = await opened.another('elsewhere');
    expect(await other.keys.findByDigest(digest)).toBeDefined();
    await opened.store.keys.revoke(record.organization, record.id);
    expect([await other.keys.findByDigest(digest), await other.keys.findLive(record.id)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a key without a rate limit says so', async () => {
    const key = { id: newId('key'), organization: newId('org'), name: 'demo', scopes: [], unlimited: true };
    expect(await opened.store.keys.create(key, digestOf(randomUUID()))).toMatchObject({ unlimited: true });
    expect(await opened.store.keys.findLive(key.id)).toMatchObject({ unlimited: true });
  });

  test('its last use is recorded, about once a minute', async () => {
    const { digest, record } = await created();
    const lastUse = async () => (await opened.store.keys.find(record.id))?.lastUsedAt ?? Number.NaN;
    await opened.store.keys.findByDigest(digest);
    const first = await lastUse();
    opened.advance(30_000);
    await opened.store.keys.findByDigest(digest);
    expect(await lastUse()).toBe(first);
    opened.advance(40_000);
    await opened.store.keys.findByDigest(digest);
    expect(await lastUse()).toBeGreaterThanOrEqual(first + 70_000);
  });

  test('lists the keys of one organization, oldest first', async () => {
    const { record } = await created();
    opened.advance(1);
    const second = { id: newId('key'), organization: record.organization, name: 'second', scopes: record.scopes };
    await opened.store.keys.create(second, digestOf(randomUUID()));
    await created();
    const listed = await opened.store.keys.list(record.organization);
    expect(listed.map(({ id }) => id)).toEqual([record.id, second.id]);
  });
});

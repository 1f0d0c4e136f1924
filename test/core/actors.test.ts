import { expect, it } from 'vitest';
import { actorId } from '../../src/core/actors.ts';
import { keyHolder, organization, person } from './fakes/access.ts';

it('tells people of two tenants apart who share an object id', () => {
  expect(actorId(person('anna', 'tenant-a'))).toBe('person:tenant-a:oid-anna');
  expect(actorId(person('anna', 'tenant-b'))).not.toBe(actorId(person('anna', 'tenant-a')));
});

it('tells kinds of actors apart', () => {
  expect(actorId(keyHolder('x'))).toBe('key:key_x');
  expect(actorId({ kind: 'system', organization, name: 'watch' })).toBe('system:watch');
});

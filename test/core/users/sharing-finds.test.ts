import { expect, it } from 'vitest';
import { sharingFinds } from '../../../src/core/users/sharing-finds.ts';
import { connection } from '../fakes/connections.ts';
import { virtualRuntime } from '../fakes/runtime.ts';
import { fakeUsers, idOf } from '../fakes/users.ts';

const here = connection('conn_one');
const there = connection('conn_two', { tenantId: 'another' });

function counted() {
  const users = fakeUsers(virtualRuntime());
  users.add('alex');
  let finds = 0;
  const find: typeof users.find = (...asked) => {
    finds += 1;
    return users.find(...asked);
  };
  return { users: sharingFinds({ ...users, find }), finds: () => finds };
}

it('reads a user once for all who ask at the same time', async () => {
  const { users, finds } = counted();
  const alex = { kind: 'id', id: idOf('alex') } as const;
  const answers = await Promise.all([users.find(here, alex), users.find(here, alex), users.find(here, alex)]);
  expect(new Set(answers).size).toBe(1);
  expect(finds()).toBe(1);
});

it('reads again for whoever asks later, for somebody else, or elsewhere', async () => {
  const { users, finds } = counted();
  const alex = { kind: 'id', id: idOf('alex') } as const;
  await users.find(here, alex);
  const others = [users.find(here, alex), users.find(there, alex), users.find(here, { kind: 'upn', upn: 'alex' })];
  await Promise.all(others);
  expect(finds()).toBe(4);
});

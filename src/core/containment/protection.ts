import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { UserKey } from '../users/user-key.ts';
import type { DirectoryUser, UserPort } from '../users/user-port.ts';
import type { ProtectedKey } from './protected-list.ts';

/** The accounts that are never contained, such as break-glass ones. */
export type Protection = {
  /** By object id, after looking every listed account up; refuses as long as that did not succeed. */
  covers(connection: Connection, user: DirectoryUser): Promise<boolean>;
  /** Looks up again what was not looked up for an hour. */
  refresh(connections: readonly Connection[]): Promise<void>;
  /** What is listed and none of the tenants looked at knows, by its place in the list, from 1. */
  unresolved(): readonly number[];
};

/** `found` by the last look. An account keeps the id of an earlier one: somebody renamed stays protected. */
type Resolved = { ids: ReadonlyMap<ProtectedKey, string>; found: readonly ProtectedKey[]; at: number };

const refreshMs = 60 * 60_000;

export function protectionList(
  users: UserPort,
  runtime: Pick<Runtime, 'now'>,
  listed: readonly ProtectedKey[],
): Protection {
  const { tenants, resolve } = lookUps(users, runtime, listed);
  const groups = listed.flatMap((key) => (key.kind === 'group' ? [key.id] : []));

  async function isInGroup(connection: Connection, { id }: DirectoryUser): Promise<boolean> {
    if (groups.length === 0) return false;
    const reading = await users.groupsAmong(connection, id, groups);
    return reading.status === 'ok' ? reading.value.length > 0 : refuseUnresolved();
  }

  return {
    async covers(connection, user) {
      const { ids } = tenants.get(connection.tenantId) ?? (await resolve(connection));
      return [...ids.values()].includes(user.id) || isInGroup(connection, user);
    },
    async refresh(connections) {
      const due = connections.filter(({ tenantId }) => (tenants.get(tenantId)?.at ?? 0) + refreshMs <= runtime.now());
      await Promise.all(due.map(resolve));
    },
    unresolved() {
      const found = [...tenants.values()].flatMap((one) => one.found);
      const missing = listed.filter((key) => !found.includes(key));
      return tenants.size === 0 ? [] : missing.map((key) => listed.indexOf(key) + 1);
    },
  };
}

/** Each tenant is looked at once at a time, and keeps what was found when a later look fails. */
function lookUps(users: UserPort, runtime: Pick<Runtime, 'now'>, listed: readonly ProtectedKey[]) {
  const tenants = new Map<string, Resolved>();
  const underWay = new Map<string, Promise<Resolved>>();

  async function look(connection: Connection): Promise<Resolved> {
    const { tenantId } = connection;
    const found = await findEach(users, connection, listed);
    const ids = new Map([...namedById(listed), ...(tenants.get(tenantId)?.ids ?? []), ...found]);
    const resolved = { ids, found: [...found.keys()], at: runtime.now() };
    tenants.set(tenantId, resolved);
    return resolved;
  }

  function resolve(connection: Connection): Promise<Resolved> {
    const { tenantId } = connection;
    const looking = underWay.get(tenantId) ?? look(connection).finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, looking);
    return looking;
  }

  return { tenants, resolve };
}

async function findEach(users: UserPort, connection: Connection, keys: readonly ProtectedKey[]) {
  const found = new Map<ProtectedKey, string>();
  for (const key of keys) {
    const id = key.kind === 'group' ? await findGroup(users, connection, key.id) : await findId(users, connection, key);
    if (id !== undefined) found.set(key, id);
  }
  return found;
}

async function findId(users: UserPort, connection: Connection, key: UserKey): Promise<string | undefined> {
  const reading = await users.find(connection, key);
  return reading.status === 'ok' ? reading.value?.id : refuseUnresolved();
}

/** Graph answers that nobody is a member of a group that is not there: a deleted one would protect nobody, silently. */
async function findGroup(users: UserPort, connection: Connection, id: string): Promise<string | undefined> {
  const reading = await users.groupExists(connection, id);
  if (reading.status !== 'ok') return refuseUnresolved();
  return reading.value ? id : undefined;
}

function namedById(listed: readonly ProtectedKey[]): readonly (readonly [ProtectedKey, string])[] {
  return listed.flatMap((key) => (key.kind === 'id' ? [[key, key.id] as const] : []));
}

function refuseUnresolved(): never {
  refuse(
    'precondition_failed',
    'The protected accounts of this tenant could not be looked up, so no account is touched. Try again in a minute.',
  );
}

import type { UserPort } from './user-port.ts';

/** The same port; who asks for the same user while it is being read gets the same answer. */
export function sharingFinds(users: UserPort): UserPort {
  const underWay = new Map<string, ReturnType<UserPort['find']>>();
  return {
    ...users,
    find(connection, user) {
      const key = JSON.stringify([connection.tenantId, user]);
      const reading = underWay.get(key) ?? users.find(connection, user).finally(() => underWay.delete(key));
      underWay.set(key, reading);
      return reading;
    },
  };
}

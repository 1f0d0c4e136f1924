import type { Connection } from '../core/connections.ts';
import type { Reading, WriteOutcome } from '../core/graph-answers.ts';
import type { UserKey } from '../core/users/user-key.ts';
import type { DirectoryUser, UserPort } from '../core/users/user-port.ts';
import type { Gateway } from './gateway.ts';
import { outcomeOf, readingOf, readingOfOne, refused, unreadable } from './readings.ts';
import { callOf } from './requests.ts';
import { enabledHolders } from './role-holders.ts';
import type { Tokens } from './tokens.ts';
import { directoryRole, directoryUser, group, groupIds } from './user-answers.ts';
import { userReads, userWrites } from './user-requests.ts';
import { readWholeList } from './whole-list.ts';

export type UserParts = {
  gateway: Gateway;
  tokens: Tokens;
  /** URL of the version, which next links must start with. */
  root: string;
  /** Told whose risk was asked to be changed, whatever became of it. */
  onRiskWritten(tenantId: string): void;
};

/** Reads users and writes to them. */
export function userPort({ gateway, tokens, root, onRiskWritten }: UserParts): UserPort {
  async function write({ tenantId }: Connection, id: string, verb: keyof typeof userWrites): Promise<WriteOutcome> {
    return outcomeOf(await gateway.send(callOf(userWrites[verb], tenantId, { id })));
  }

  async function rateRisk(connection: Connection, id: string, verb: 'confirmCompromised' | 'dismissRisk') {
    try {
      return await write(connection, id, verb);
    } finally {
      onRiskWritten(connection.tenantId);
    }
  }

  return {
    find: (connection, key) => findUser(gateway, connection, key),
    rolesOf: ({ tenantId }, id) =>
      readWholeList({ gateway, root, tenantId }, userReads.rolesOfUser, { id, query: roleFields }, directoryRole),
    enabledHoldersOf: ({ tenantId }, templateId) => enabledHolders({ gateway, root, tenantId }, templateId),
    groupExists: (connection, id) => findGroup(gateway, connection, id),
    groupsAmong: (connection, id, groups) => readGroupsAmong(gateway, connection, id, groups),
    disable: (connection, id) => write(connection, id, 'disable'),
    enable: (connection, id) => write(connection, id, 'enable'),
    revokeSessions: (connection, id) => write(connection, id, 'revokeSessions'),
    confirmCompromised: (connection, id) => rateRisk(connection, id, 'confirmCompromised'),
    dismissRisk: (connection, id) => rateRisk(connection, id, 'dismissRisk'),
    grantedRoles: ({ tenantId }) => readGrantedRoles(tokens, tenantId),
  };
}

const roleFields = '$select=id,displayName,roleTemplateId';

async function findUser(
  gateway: Gateway,
  { tenantId }: Connection,
  key: UserKey,
): Promise<Reading<DirectoryUser | undefined>> {
  const reading = readingOfOne(await gateway.send(findCall(tenantId, key)), directoryUser);
  const other = key.kind === 'id' && reading.status === 'ok' && reading.value && reading.value.id !== key.id;
  return other ? unreadable : reading;
}

function findCall(tenantId: string, key: UserKey) {
  if (key.kind === 'id') return callOf(userReads.userById, tenantId, { id: key.id });
  const upn = encodeURIComponent(key.upn);
  return key.upn.startsWith('$')
    ? callOf(userReads.userByQuotedName, tenantId, { quotedUpn: upn.replaceAll("'", "''") })
    : callOf(userReads.userByName, tenantId, { upn });
}

async function findGroup(gateway: Gateway, { tenantId }: Connection, id: string): Promise<Reading<boolean>> {
  const reading = readingOfOne(await gateway.send(callOf(userReads.groupById, tenantId, { id })), group);
  if (reading.status !== 'ok') return reading;
  return reading.value && reading.value.id !== id ? unreadable : { status: 'ok', value: reading.value !== undefined };
}

/** Graph takes no more groups than this in one question. */
const groupsAtATime = 20;

async function readGroupsAmong(
  gateway: Gateway,
  { tenantId }: Pick<Connection, 'tenantId'>,
  id: string,
  groups: readonly string[],
): Promise<Reading<readonly string[]>> {
  let found: readonly string[] = [];
  const asked = groups.map((group) => group.toLowerCase());
  for (let from = 0; from < asked.length; from += groupsAtATime) {
    const ids = JSON.stringify(asked.slice(from, from + groupsAtATime)).slice(1, -1);
    const sent = await gateway.send(callOf(userReads.groupsOfUser, tenantId, { id, ids }));
    const reading = readingOf(sent, groupIds);
    if (reading.status !== 'ok') return reading;
    found = found.concat(reading.value.value);
  }
  return { status: 'ok', value: asked.filter((group) => found.includes(group)) };
}

async function readGrantedRoles(tokens: Tokens, tenantId: string): Promise<Reading<readonly string[]>> {
  const minting = await tokens.get(tenantId);
  return 'token' in minting ? { status: 'ok', value: minting.token.roles } : refused(minting.refusal);
}

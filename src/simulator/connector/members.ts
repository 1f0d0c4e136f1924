import type { Answer } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { membersOf } from '../world/conversations.ts';
import { type Person, teamsIdOf } from '../world/people.ts';
import { tenantIdOf, type World } from '../world/world.ts';
import { type ConnectorCall, connectorError } from './call.ts';

export function listMembers({ world, conversation }: ConnectorCall): Answer {
  return { status: 200, body: membersOf(conversation).map((person) => memberOf(world, person)) };
}

export function pageMembers({ world, conversation, query }: ConnectorCall): Answer {
  const from = Number.parseInt(query.get('continuationToken') ?? '0', 10) || 0;
  const size = Math.min(Math.max(Number.parseInt(query.get('pageSize') ?? '200', 10) || 200, 1), 500);
  const all = membersOf(conversation);
  const members = all.slice(from, from + size).map((person) => memberOf(world, person));
  const more = from + size < all.length ? { continuationToken: String(from + size) } : {};
  return { status: 200, body: { ...more, members } };
}

export function getMember({ world, conversation, key }: ConnectorCall): Answer {
  const person = membersOf(conversation).find((one) => teamsIdOf(one) === key || one.aadObjectId === key.toLowerCase());
  if (person) return { status: 200, body: memberOf(world, person) };
  return connectorError(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
}

function memberOf(world: World, person: Person): JsonObject {
  const [givenName, surname] = person.name.split(' ');
  const { aadObjectId, name, userPrincipalName, userRole } = person;
  return {
    id: teamsIdOf(person),
    name,
    givenName,
    surname,
    email: userPrincipalName,
    userPrincipalName,
    aadObjectId,
    objectId: aadObjectId,
    tenantId: tenantIdOf(world, person),
    userRole,
  };
}

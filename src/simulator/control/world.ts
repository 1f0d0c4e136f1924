import { channelIssuer } from '../channel.ts';
import { serviceUrlOf } from '../chat/activity.ts';
import type { Answer } from '../http.ts';
import { type Conversation, conversations, team } from '../world/conversations.ts';
import { botAppId, breakGlass, clientSecret, graphAppId, type Person, people, teamsIdOf } from '../world/people.ts';
import { tenantIdOf, type World } from '../world/world.ts';

/** `GET /_simulator/world`: all that a product has to know to live in this world. */
export function describeWorld(world: World): Answer {
  const { origin, homeTenantId } = world;
  const body = {
    homeTenantId,
    botAppId,
    graphAppId,
    clientSecret,
    people: people.map((person) => personIn(world, person)),
    conversations: conversations.map(conversationIn),
    breakGlass: { id: breakGlass.id, userPrincipalName: breakGlass.userPrincipalName },
    issuer: channelIssuer,
    openIdMetadataUrl: `${origin}/channel/.well-known/openidconfiguration`,
    jwksUri: `${origin}/channel/keys`,
    serviceUrl: serviceUrlOf(world),
    loginBaseUrl: `${origin}/login`,
    graphBaseUrl: `${origin}/v1.0`,
  };
  return { status: 200, body };
}

function personIn(world: World, person: Person): unknown {
  const { alias, aadObjectId, name, userPrincipalName, userRole, role } = person;
  const teamsId = teamsIdOf(person);
  return { alias, aadObjectId, name, userPrincipalName, userRole, role, tenantId: tenantIdOf(world, person), teamsId };
}

function conversationIn({ alias, id, conversationType, name, person }: Conversation): unknown {
  if (person) return { alias, id, conversationType, as: person.alias };
  return { alias, id, conversationType, channelName: name, teamId: team.id };
}

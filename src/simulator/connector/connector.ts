import { underFaults } from '../control/faults.ts';
import { type Answer, bearerOf, type Incoming } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import { conversationById } from '../world/conversations.ts';
import type { World } from '../world/world.ts';
import { deleteActivity, postActivity, replyToActivity, updateActivity } from './activities.ts';
import { type ConnectorCall, connectorError } from './call.ts';
import { createConversation } from './create-conversation.ts';
import { getMember, listMembers, pageMembers } from './members.ts';
import { getTeam, listChannels } from './teams.ts';

type OpenCall = Omit<ConnectorCall, 'conversation'>;
type Route<Call> = { method: string; path: RegExp; handle(call: Call): Answer };

const openRoutes: readonly Route<OpenCall>[] = [
  { method: 'POST', path: /^\/v3\/conversations\/?$/, handle: createConversation },
  { method: 'GET', path: /^\/v3\/teams\/[^/]+$/, handle: getTeam },
  { method: 'GET', path: /^\/v3\/teams\/[^/]+\/conversations$/, handle: listChannels },
];

const conversationRoutes: readonly Route<ConnectorCall>[] = [
  { method: 'POST', path: /^\/v3\/conversations\/([^/]+)\/activities$/, handle: postActivity },
  { method: 'POST', path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, handle: replyToActivity },
  { method: 'PUT', path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, handle: updateActivity },
  { method: 'DELETE', path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, handle: deleteActivity },
  { method: 'GET', path: /^\/v3\/conversations\/([^/]+)\/members$/, handle: listMembers },
  { method: 'GET', path: /^\/v3\/conversations\/([^/]+)\/pagedmembers$/i, handle: pageMembers },
  { method: 'GET', path: /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/, handle: getMember },
];

/** The Teams connector: where a bot writes, edits, and looks people up. */
export function handleConnector(world: World, request: Incoming): Promise<Answer> {
  const target = { kind: 'connector' as const, method: request.method, path: `${request.path}${request.search}` };
  return underFaults(world.faults, target, () => answer(world, request));
}

async function answer(world: World, request: Incoming): Promise<Answer> {
  const claims = await world.loginKeys.verify(bearerOf(request.headers));
  if (claims?.aud !== 'https://api.botframework.com')
    return connectorError(401, 'BotNotRegistered', 'Authorization has been denied for this request.');
  const parsed = parseJson(request.body);
  if (parsed === undefined) return connectorError(400, 'BadSyntax', 'The request body is not valid JSON.');
  const call = { world, body: isObject(parsed) ? parsed : {}, query: request.query, conversationId: '', key: '' };
  const open = openRoutes.find((route) => fits(route, request));
  return open ? open.handle(call) : inConversation(request, call);
}

function fits(route: { method: string; path: RegExp }, request: Incoming): boolean {
  return route.method === request.method && route.path.test(request.path);
}

function inConversation(request: Incoming, call: OpenCall): Answer {
  const route = conversationRoutes.find((one) => fits(one, request));
  if (!route) return connectorError(404, 'ServiceError', 'There is no such connector address.');
  const [, id = '', key = ''] = route.path.exec(request.path) ?? [];
  const conversationId = decodeURIComponent(id);
  const conversation = conversationById(conversationId);
  if (!conversation) return connectorError(404, 'ConversationNotFound', 'Conversation not found.');
  return route.handle({ ...call, conversation, conversationId, key: decodeURIComponent(key) });
}

import { z } from 'zod/v4';
import type { Cloud } from '../core/clouds.ts';
import { failureOfError, failureOfResponse, type SendFailure } from './connector-failures.ts';
import { isServiceUrl } from './service-url.ts';
import type { OutgoingActivity } from './turn.ts';

/** Where a conversation lives. Stored ones are as little trusted as fresh ones. */
export type ConversationRef = { serviceUrl: string; conversationId: string; botId: string; tenantId: string };
/** A person to open a 1:1 chat with: by chat id, or by object id where the app is installed for them. */
export type PersonRef = { serviceUrl: string; userId: string; botId: string; tenantId: string };

export type Sent = { kind: 'sent'; activityId: string } | SendFailure;
export type Opened = { kind: 'opened'; conversationId: string } | SendFailure;

/** What Teams knows of a person in one conversation. */
export type Member = z.infer<typeof memberSchema>;

export type Connector = {
  /** With `replyToId` the activity answers that message. */
  sendActivity(ref: ConversationRef, activity: OutgoingActivity, replyToId?: string): Promise<Sent>;
  updateActivity(ref: ConversationRef, activityId: string, activity: OutgoingActivity): Promise<Sent>;
  createConversation(person: PersonRef): Promise<Opened>;
  /** `userId`: the id Teams gives the person towards this bot. */
  readMember(ref: ConversationRef, userId: string): Promise<{ kind: 'member'; member: Member } | SendFailure>;
};

type ConnectorOptions = { cloud: Cloud; token: () => Promise<string>; now: () => number; timeoutMs?: number };
type Call = { method: 'GET' | 'POST' | 'PUT'; path: readonly string[]; body?: unknown };
type Answered = { kind: 'answered'; body: unknown };

const resourceSchema = z.object({ id: z.string().optional() }).catch({});
const memberSchema = z.object({
  aadObjectId: z.guid().toLowerCase(),
  tenantId: z.guid().toLowerCase(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  name: z.string().nullish(),
});

/**
 * The Teams connector, over plain fetch: the SDK's own client repeats a POST that may have arrived, follows redirects
 * with our token and waits for ever. Here each call is one attempt, and the outbox decides about another.
 */
export function createConnector(options: ConnectorOptions): Connector {
  const call = (serviceUrl: string, request: Call) => callConnector(options, serviceUrl, request);

  return {
    async sendActivity(ref, activity, replyToId) {
      const path = [ref.conversationId, 'activities', ...(replyToId ? [replyToId] : [])];
      const answer = await call(ref.serviceUrl, { method: 'POST', path, body: addressed(ref, activity, replyToId) });
      return answer.kind === 'answered' ? { kind: 'sent', activityId: idIn(answer) ?? '' } : answer;
    },
    async updateActivity(ref, activityId, activity) {
      const path = [ref.conversationId, 'activities', activityId];
      const body = { ...addressed(ref, activity), id: activityId };
      const answer = await call(ref.serviceUrl, { method: 'PUT', path, body });
      return answer.kind === 'answered' ? { kind: 'sent', activityId } : answer;
    },
    async createConversation(person) {
      const answer = await call(person.serviceUrl, { method: 'POST', path: [], body: openingOf(person) });
      if (answer.kind !== 'answered') {
        return answer;
      }
      const conversationId = idIn(answer);
      return conversationId ? { kind: 'opened', conversationId } : { kind: 'unknown' };
    },
    async readMember(ref, userId) {
      const answer = await call(ref.serviceUrl, { method: 'GET', path: [ref.conversationId, 'members', userId] });
      if (answer.kind !== 'answered') {
        return answer;
      }
      const { data: member } = memberSchema.safeParse(answer.body);
      return member ? { kind: 'member', member } : { kind: 'unknown' };
    },
  };
}

function addressed(ref: ConversationRef, activity: OutgoingActivity, replyToId?: string) {
  return { ...activity, from: { id: ref.botId }, conversation: { id: ref.conversationId }, replyToId };
}

function openingOf({ userId, botId, tenantId }: PersonRef) {
  return {
    isGroup: false,
    bot: { id: botId },
    members: [{ id: userId }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
  };
}

async function callConnector(
  options: ConnectorOptions,
  serviceUrl: string,
  call: Call,
): Promise<Answered | SendFailure> {
  const url = urlOf(options.cloud, serviceUrl, call.path);
  const token = url && (await options.token().catch(() => undefined));
  if (!token) {
    return url ? { kind: 'retry' } : { kind: 'failed' };
  }
  try {
    return await attempt(url, token, call, options);
  } catch (error) {
    return failureOfError(error);
  }
}

/** Undefined when the token must not go there, or an id would lead out of its place in the path. */
function urlOf(cloud: Cloud, serviceUrl: string, path: readonly string[]): string | undefined {
  const base = `${serviceUrl.replace(/\/$/, '')}/v3/conversations`;
  const url = [base, ...path.map((id) => encodeURIComponent(id.toWellFormed()))].join('/');
  const isPlain = URL.parse(url)?.href === url;
  return isPlain && isServiceUrl(cloud, serviceUrl) ? url : undefined;
}

async function attempt(url: string, token: string, call: Call, options: ConnectorOptions) {
  const response = await fetch(url, {
    method: call.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  });
  if (!response.ok) {
    return failureOfResponse(response, options.now());
  }
  return { kind: 'answered', body: await response.json().catch(() => ({})) } as const;
}

function idIn({ body }: Answered): string | undefined {
  return resourceSchema.parse(body).id;
}

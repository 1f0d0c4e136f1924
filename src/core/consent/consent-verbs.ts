import { type Authorize, gates } from '../access.ts';
import type { Person } from '../actors.ts';
import type { Conversation } from '../chat.ts';
import type { Connections } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import type { Organizations } from '../organizations.ts';
import type { Runtime } from '../runtime.ts';
import type { ConsentPort } from './consent-port.ts';
import { type ConsentRequest, type ConsentRequests, consentEntry } from './consent-request.ts';
import { chooseTenant, type Wish } from './consent-target.ts';
import { type ProvingPorts, prove } from './proving.ts';
import { requireOwnConsent } from './whose-consent.ts';

export type ConsentPorts = {
  authorize: Authorize;
  organizations: Pick<Organizations, 'list'>;
  connections: Connections;
  journal: Pick<Journal, 'deny'>;
  requests: ConsentRequests;
  consent: ConsentPort;
  runtime: Runtime;
  linkTtlMs: number;
  /** Where Microsoft sends the admin's browser; undefined while nobody has said where this server is reached. */
  callbackUrl(): string | undefined;
};

export type Started = { request: ConsentRequest; link: string };

export type Consents = {
  /** In a 1:1 chat: whoever has the link acts for the admin who asked for it. */
  start(admin: Person, via: Via, conversation: Conversation, wish: Wish): Promise<Started>;
  /** Looks now at what was granted, instead of at the next due time. */
  check(admin: Person, via: Via, id: string): Promise<ConsentRequest>;
  find(organization: string, id: string): Promise<ConsentRequest | undefined>;
};

export function consentVerbs(ports: ConsentPorts & ProvingPorts): Consents {
  const { authorize, requests, consent, runtime } = ports;

  async function start(admin: Person, via: Via, conversation: Conversation, wish: Wish): Promise<Started> {
    await authorize(admin, gates.connect, via);
    if (conversation.type !== 'personal') {
      refuse('invalid_request', 'I give consent links only in a 1:1 chat. Write "connect" to me there.');
    }
    const callback = ports.callbackUrl() ?? refuseNoAddress();
    const target = await chooseTenant(ports, admin, wish);
    await requireOwnConsent(ports, admin, via, target);
    const draft = {
      id: `consent_${runtime.newId()}`,
      organization: admin.organization,
      requestedBy: admin,
      via,
      ...target,
    };
    const secret = `${runtime.newId()}${runtime.newId()}`;
    const entry = consentEntry(draft, { verb: 'connect', tenant: target.tenantId });
    const request = await requests.open(draft, runtime.sha256(secret), ports.linkTtlMs, entry);
    return { request, link: consent.link(target.tenantId, secret, callback) };
  }

  async function check(admin: Person, via: Via, id: string): Promise<ConsentRequest> {
    await authorize(admin, gates.connect, via);
    const request = (await requests.find(admin.organization, id)) ?? refuseUnknown();
    if (!mayProve(request)) return requireAnswered(request);
    const { request: proved } = await prove(ports, request);
    return requireAnswered(proved);
  }

  return { start, check, find: requests.find };
}

/** Without an answer from Microsoft only a tenant that is connected already is looked at: its admin may consent in Entra too. */
function mayProve({ state, connectionId }: ConsentRequest): boolean {
  return state === 'proving' || state === 'failed' || (state === 'waiting' && connectionId !== undefined);
}

function requireAnswered(request: ConsentRequest): ConsentRequest {
  if (request.state !== 'waiting') return request;
  return refuse('precondition_failed', 'Nobody has granted consent with this link yet. Open it first.');
}

function refuseNoAddress(): never {
  refuse(
    'precondition_failed',
    'I do not know my own address. Set PUBLIC_URL and register its /connect/callback as redirect URI.',
  );
}

function refuseUnknown(): never {
  refuse('unknown_connection', 'There is no such request for consent. Write "connect" to start again.');
}

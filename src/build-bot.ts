import { createAdapter } from './bot/adapter.ts';
import { chatPort } from './bot/chat.ts';
import { createConnector } from './bot/connector.ts';
import { createConnectorToken } from './bot/connector-token.ts';
import type { Desk } from './bot/desk.ts';
import { turnHandlers } from './bot/handlers.ts';
import { createSigningKeys } from './bot/signing-keys.ts';
import type { Core } from './build-core.ts';
import type { Access } from './core/access.ts';
import type { Log } from './log.ts';
import { machine } from './machine.ts';
import type { Store } from './store/open.ts';
import type { Surroundings } from './surroundings.ts';

export type BotParts = {
  surroundings: Surroundings;
  store: Store;
  core: Core;
  access: Access;
  organization: string;
  log: Log;
};

/** The chat face on real ports: its door for Teams, and its way to speak first. */
export function buildBot(parts: BotParts) {
  const { surroundings, log } = parts;
  const { botCloud: cloud, botId: appId, homeTenantId: tenant, botCredential: credential } = surroundings;
  const { now } = machine;
  const connector = createConnector({
    cloud,
    token: createConnectorToken({ cloud, appId, tenant, credential, now }),
    now,
  });
  const signingKeys = createSigningKeys({ metadataUrl: cloud.metadataUrl, now });
  const desk = deskOf(parts);
  const trust = { appId, cloud, tenants: new Set([tenant]), keys: signingKeys, now };
  const handleActivity = createAdapter({ trust, connector, handlers: turnHandlers(desk), log });
  return { handleActivity, signingKeys, chat: chatPort(desk, connector, `28:${appId}`) };
}

function deskOf({ surroundings, store, core, access, organization }: BotParts): Desk {
  return {
    ...core,
    connections: store.connections,
    conversations: store.conversations,
    shown: store.shownCards,
    outbox: store.outbox,
    runtime: machine,
    rolesOf: access.rolesOf,
    organizationOf: (tenantId) => (tenantId === surroundings.homeTenantId ? organization : undefined),
  };
}

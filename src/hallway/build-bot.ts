import { createAdapter } from '../bot/adapter.ts';
import { chatPort } from '../bot/chat.ts';
import { type Connector, createConnector } from '../bot/connector.ts';
import { createConnectorToken } from '../bot/connector-token.ts';
import type { Desk } from '../bot/desk.ts';
import { turnHandlers } from '../bot/handlers.ts';
import { privateMessages } from '../bot/private-message.ts';
import { createSigningKeys } from '../bot/signing-keys.ts';
import { nameReader, standingReader } from '../bot/standing.ts';
import type { Access } from '../core/access.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/open.ts';
import type { Core } from './build-core.ts';
import { machine } from './machine.ts';
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
  const { cloud, botId: appId, homeTenantId: tenant, botCredential: credential } = surroundings;
  const { now } = machine;
  const connector = createConnector({
    cloud,
    token: createConnectorToken({ cloud, appId, tenant, credential, now }),
    now,
  });
  const signingKeys = createSigningKeys({ metadataUrl: cloud.metadataUrl, now });
  const botId = `28:${appId}`;
  const desk = deskOf(parts, connector, botId);
  const trust = { appId, cloud, tenants: new Set([tenant]), keys: signingKeys, now };
  const handleActivity = createAdapter({ trust, connector, handlers: turnHandlers(desk), log });
  return { handleActivity, signingKeys, chat: chatPort(desk, connector, botId) };
}

function deskOf(parts: BotParts, connector: Connector, botId: string): Desk {
  const { surroundings, store, core, access, organization } = parts;
  const { conversations, shownCards: shown } = store;
  return {
    ...core,
    connections: store.connections,
    organizations: store.organizations,
    plans: store.plans,
    conversations,
    shown,
    outbox: store.outbox,
    runtime: machine,
    standingOf: standingReader(connector, machine),
    nameOf: nameReader(connector),
    writePrivately: privateMessages({ connector, botId, conversations, shown }),
    rolesOf: access.rolesOf,
    organizationOf: (tenantId) => (tenantId === surroundings.homeTenantId ? organization : undefined),
  };
}

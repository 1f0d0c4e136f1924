import { z } from 'zod/v4';
import { type Cloud as BotCloud, clouds as botClouds, simulatedCloud as simulatedBotCloud } from './bot/clouds.ts';
import type { BotCredential } from './bot/connector-token.ts';
import type { Config } from './config.ts';
import { type Role, roles } from './core/actors.ts';
import {
  type Cloud as GraphCloud,
  clouds as graphClouds,
  simulatedCloud as simulatedGraphCloud,
} from './graph/cloud.ts';
import type { GraphCredential } from './graph/tokens.ts';
import { startSimulator } from './simulator/start.ts';

/** The Microsoft 365 this process works with: the real one, or the simulated world. */
export type Surroundings = {
  botCloud: BotCloud;
  graphCloud: GraphCloud;
  botId: string;
  /** The tenant whose people chat with the bot. */
  homeTenantId: string;
  botCredential: BotCredential;
  graphCredential: GraphCredential;
  roleMembers: Record<Role, readonly string[]>;
  simulated?: Simulated;
  close(): Promise<void>;
};

export type Simulated = { url: string; serviceUrl: string; operatorsChannelId: string };

export async function findSurroundings(config: Config): Promise<Surroundings> {
  const { microsoft, simulator } = config;
  if (!microsoft) return simulatedWorld(config);
  return {
    botCloud: simulator.url ? simulatedBotCloud(simulator.url) : botClouds.global,
    graphCloud: simulator.url ? simulatedGraphCloud(simulator.url) : graphClouds.global,
    botId: microsoft.botId,
    homeTenantId: microsoft.tenantId,
    botCredential: { secret: microsoft.botSecret },
    graphCredential: { kind: 'secret', clientId: microsoft.graphClientId, clientSecret: microsoft.graphSecret },
    roleMembers: config.roleMembers,
    close: async () => undefined,
  };
}

const worldSchema = z.object({
  homeTenantId: z.guid().toLowerCase(),
  botAppId: z.guid(),
  graphAppId: z.guid(),
  clientSecret: z.string(),
  serviceUrl: z.url(),
  people: z.array(z.object({ aadObjectId: z.guid().toLowerCase(), role: z.enum(roles).nullable() })),
  conversations: z.array(z.object({ alias: z.string(), id: z.string() })),
});

/** Reached by HTTP only, also when this process starts it. */
async function simulatedWorld({ simulator, roleMembers }: Config): Promise<Surroundings> {
  const { port, url: elsewhere, tenantFile } = simulator;
  const own = elsewhere ? undefined : await startSimulator({ port, ...(tenantFile ? { tenantFile } : {}) });
  const url = elsewhere ?? own?.url ?? '';
  const world = worldSchema.parse(await (await fetch(new URL('/_simulator/world', url))).json());
  const operatorsChannelId = world.conversations.find(({ alias }) => alias === 'soc')?.id ?? '';
  return {
    botCloud: simulatedBotCloud(url),
    graphCloud: simulatedGraphCloud(url),
    botId: world.botAppId,
    homeTenantId: world.homeTenantId,
    botCredential: { secret: world.clientSecret },
    graphCredential: { kind: 'secret', clientId: world.graphAppId, clientSecret: world.clientSecret },
    roleMembers: withSamplePeople(roleMembers, world.people),
    simulated: { url, serviceUrl: world.serviceUrl, operatorsChannelId },
    close: async () => own?.close(),
  };
}

function withSamplePeople(
  configured: Record<Role, readonly string[]>,
  people: readonly { aadObjectId: string; role: Role | null }[],
): Record<Role, readonly string[]> {
  const samples = (role: Role) => people.filter((person) => person.role === role).map(({ aadObjectId }) => aadObjectId);
  const entries = roles.map((role) => [role, [...configured[role], ...samples(role)]] as const);
  return Object.fromEntries(entries) as Record<Role, readonly string[]>;
}

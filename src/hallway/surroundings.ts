import { z } from 'zod/v4';
import type { BotCredential } from '../bot/connector-token.ts';
import type { Proof } from '../config/microsoft-account.ts';
import type { Config } from '../config.ts';
import { type Role, roles } from '../core/actors.ts';
import { type Cloud, clouds, simulatedCloud } from '../core/clouds.ts';
import type { ProtectedKey } from '../core/containment/protected-list.ts';
import type { RoleHolders } from '../core/roles.ts';
import { type ClientAssertion, certificateAssertion } from '../graph/certificate.ts';
import { managedIdentityAssertion, managedIdentityTokens } from '../graph/managed-identity.ts';
import type { GraphCredential } from '../graph/tokens.ts';
import { startSimulator } from '../simulator/start.ts';
import { machine } from './machine.ts';

/** The Microsoft 365 this process works with: the real one, or the simulated world. */
export type Surroundings = {
  cloud: Cloud;
  botId: string;
  /** The tenant whose people chat with the bot. */
  homeTenantId: string;
  botCredential: BotCredential;
  graphCredential: GraphCredential;
  holders: RoleHolders;
  protectedAccounts: readonly ProtectedKey[];
  simulated?: Simulated;
  close(): Promise<void>;
};

export type Simulated = { url: string; serviceUrl: string; operatorsChannelId: string };

export async function findSurroundings(config: Config): Promise<Surroundings> {
  const { microsoft, simulator } = config;
  if (!microsoft) return simulatedWorld(config);
  return {
    cloud: simulator.url ? simulatedCloud(simulator.url) : clouds.global,
    botId: microsoft.botId,
    homeTenantId: microsoft.tenantId,
    botCredential: botCredential(microsoft.botProof, microsoft.botId),
    graphCredential: graphCredential(microsoft.graphProof, microsoft.graphClientId),
    holders: config.holders,
    protectedAccounts: config.protectedAccounts,
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
  breakGlass: z.object({ id: z.guid().toLowerCase() }),
});

/** Reached by HTTP only, also when this process starts it. */
async function simulatedWorld({ simulator, holders, protectedAccounts }: Config): Promise<Surroundings> {
  const { port, url: elsewhere, tenantFile } = simulator;
  const own = elsewhere ? undefined : await startSimulator({ port, ...(tenantFile ? { tenantFile } : {}) });
  const url = elsewhere ?? own?.url ?? '';
  // The rest of a start can take longer than the simulator keeps an idle connection: the next request gets its own.
  const described = await fetch(new URL('/_simulator/world', url), { headers: { connection: 'close' } });
  const world = worldSchema.parse(await described.json());
  const operatorsChannelId = world.conversations.find(({ alias }) => alias === 'soc')?.id ?? '';
  return {
    cloud: simulatedCloud(url),
    botId: world.botAppId,
    homeTenantId: world.homeTenantId,
    botCredential: { secret: world.clientSecret },
    graphCredential: { kind: 'secret', clientId: world.graphAppId, clientSecret: world.clientSecret },
    holders: withSamplePeople(holders, world.people),
    protectedAccounts: [...protectedAccounts, { kind: 'id', id: world.breakGlass.id }],
    simulated: { url, serviceUrl: world.serviceUrl, operatorsChannelId },
    close: async () => own?.close(),
  };
}

function withSamplePeople(
  configured: RoleHolders,
  people: readonly { aadObjectId: string; role: Role | null }[],
): RoleHolders {
  const entries = roles.map((role) => {
    const samples = people.filter((person) => person.role === role).map(({ aadObjectId }) => aadObjectId);
    return [role, { ...configured[role], people: [...configured[role].people, ...samples] }] as const;
  });
  return Object.fromEntries(entries) as RoleHolders;
}

/** A bot that was registered with the managed identity itself signs in as that. */
function botCredential(proof: Proof, clientId: string): BotCredential {
  if (proof.kind === 'secret') return { secret: proof.secret };
  if (proof.kind === 'managedIdentity' && proof.clientId === clientId)
    return { token: managedIdentityTokens(clientId, machine.now) };
  return { assertion: assertionOf(proof, clientId) };
}

function graphCredential(proof: Proof, clientId: string): GraphCredential {
  if (proof.kind === 'secret') return { kind: 'secret', clientId, clientSecret: proof.secret };
  return { kind: 'assertion', clientId, assertion: assertionOf(proof, clientId) };
}

function assertionOf(proof: Exclude<Proof, { kind: 'secret' }>, clientId: string): ClientAssertion {
  if (proof.kind === 'managedIdentity') return managedIdentityAssertion(proof.clientId, machine.now);
  return certificateAssertion(proof.certificate, clientId, machine.now);
}

/** The simulated chat hands its messages to every product process that announced itself. */
export async function announceBot(simulatorUrl: string, ownUrl: string): Promise<void> {
  const body = JSON.stringify({ url: `${ownUrl}/api/messages` });
  const headers = { 'content-type': 'application/json' };
  await fetch(new URL('/_simulator/bots', simulatorUrl), { method: 'POST', headers, body });
}

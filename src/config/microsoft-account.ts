import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod/v4';
import { type Certificate, readCertificate } from '../graph/certificate.ts';

/** What proves to Microsoft Entra that an app of ours is that app. */
export type Proof =
  | { kind: 'secret'; secret: string }
  | { kind: 'certificate'; certificate: Certificate }
  | { kind: 'managedIdentity'; clientId: string };

/** The app registrations this process acts as; absent in the simulated world. */
export type MicrosoftAccount = {
  botId: string;
  tenantId: string;
  botProof: Proof;
  graphClientId: string;
  graphProof: Proof;
};

const guid = z.guid().toLowerCase();

export const accountVariables = {
  BOT_ID: guid.optional(),
  BOT_TENANT_ID: guid.optional(),
  SECRET_BOT_PASSWORD: z.string().optional(),
  BOT_CERTIFICATE_PATH: z.string().optional(),
  BOT_MANAGED_IDENTITY_ID: guid.optional(),
  GRAPH_CLIENT_ID: guid.optional(),
  SECRET_GRAPH_CLIENT_SECRET: z.string().optional(),
  GRAPH_CERTIFICATE_PATH: z.string().optional(),
  GRAPH_MANAGED_IDENTITY_ID: guid.optional(),
  ALLOW_CLIENT_SECRET: z.enum(['0', '1']).default('0'),
  NODE_ENV: z.string().optional(),
};

type Env = Readonly<Record<string, string | undefined>>;
type Ways = { secret: string; certificate: string; managedIdentity: string };

const ids = ['BOT_ID', 'BOT_TENANT_ID', 'GRAPH_CLIENT_ID'] as const;
const botWays: Ways = {
  secret: 'SECRET_BOT_PASSWORD',
  certificate: 'BOT_CERTIFICATE_PATH',
  managedIdentity: 'BOT_MANAGED_IDENTITY_ID',
};
const graphWays: Ways = {
  secret: 'SECRET_GRAPH_CLIENT_SECRET',
  certificate: 'GRAPH_CERTIFICATE_PATH',
  managedIdentity: 'GRAPH_MANAGED_IDENTITY_ID',
};

/** The account, or what is wrong with it: names and what to do, never a value. Neither in the simulated world. */
export function readAccount(set: Env): { account?: MicrosoftAccount; problems: readonly string[] } {
  const names = [...ids, ...Object.values(botWays), ...Object.values(graphWays)];
  if (names.every((name) => !set[name])) return { problems: [] };
  const [bot, graph] = [readProof(set, botWays), readProof(set, graphWays)];
  const missing = ids.filter((name) => !set[name]).map((name) => `${name}: missing. ${allOrNone}`);
  const problems = [...missing, ...[bot, graph].flatMap((read) => ('problem' in read ? [read.problem] : []))];
  if (problems.length > 0 || 'problem' in bot || 'problem' in graph) return { problems };
  const [botId = '', tenantId = '', graphClientId = ''] = ids.map((name) => set[name]?.toLowerCase());
  return { account: { botId, tenantId, botProof: bot.proof, graphClientId, graphProof: graph.proof }, problems };
}

const allOrNone = `Set ${ids.join(', ')} and a credential for each app, or none of them for the simulated world.`;

type ReadProof = { proof: Proof } | { problem: string };

function readProof(set: Env, ways: Ways): ReadProof {
  const names = Object.values(ways);
  const chosen = names.filter((name) => set[name]);
  if (chosen.length === 0) return { problem: `${names.join(', ')}: missing. Set one of them. ${allOrNone}` };
  if (chosen.length > 1) return { problem: `${chosen.join(', ')}: too many. Keep one of them.` };
  const value = set[chosen[0] ?? ''] ?? '';
  if (set[ways.managedIdentity]) return { proof: { kind: 'managedIdentity', clientId: value.toLowerCase() } };
  return set[ways.secret] ? secretProof(set, ways, value) : certificateProof(ways.certificate, value);
}

function secretProof(
  { NODE_ENV, ALLOW_CLIENT_SECRET }: Env,
  { secret: name, ...others }: Ways,
  secret: string,
): ReadProof {
  if (NODE_ENV !== 'production' || ALLOW_CLIENT_SECRET === '1') return { proof: { kind: 'secret', secret } };
  return {
    problem: `${name}: not in production. Use ${Object.values(others).join(' or ')}, or allow it with ALLOW_CLIENT_SECRET=1.`,
  };
}

const readableByOthers = 0o077;

function certificateProof(name: string, path: string): ReadProof {
  try {
    const pem = readFileSync(path, 'utf8');
    if (process.platform !== 'win32' && statSync(path).mode & readableByOthers) {
      return { problem: `${name}: others may read the file. Let only its owner do so (chmod 600).` };
    }
    return { proof: { kind: 'certificate', certificate: readCertificate(pem, Date.now()) } };
  } catch (thrown) {
    const why = thrown instanceof Error && !('code' in thrown) ? thrown.message : 'the file cannot be read';
    return { problem: `${name}: ${why}.` };
  }
}

import { resolve } from 'node:path';
import { z } from 'zod/v4';
import type { Role } from './core/actors.ts';

/** What proves who we are to Microsoft; absent in the simulated world. */
export type MicrosoftAccount = {
  botId: string;
  tenantId: string;
  botSecret: string;
  graphClientId: string;
  graphSecret: string;
};

export type Config = {
  host: string;
  port: number;
  logLevel: string;
  dataDir: string;
  databaseUrl?: string;
  simulator: { port: number; url?: string; tenantFile?: string };
  microsoft?: MicrosoftAccount;
  roleMembers: Record<Role, readonly string[]>;
  readCacheMs: number;
  restDeadlineMs: number;
  graphWriteDeadlineMs: number;
  settleMs: number;
  confirmTtlMs: number;
  /** Between two Identity Protection or Conditional Access requests to one tenant. */
  rateGapMs: number;
};

type Env = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().min(0).max(86_400);
const guid = z.guid().toLowerCase();
const ids = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  )
  .pipe(z.array(guid));
const loopbackUrl = z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ });

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3978),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SIMULATOR_PORT: port.default(3979),
  SIMULATOR_URL: loopbackUrl.optional(),
  SIMULATOR_TENANT: z.string().optional(),
  BOT_ID: guid.optional(),
  BOT_TENANT_ID: guid.optional(),
  SECRET_BOT_PASSWORD: z.string().optional(),
  GRAPH_CLIENT_ID: guid.optional(),
  SECRET_GRAPH_CLIENT_SECRET: z.string().optional(),
  ADMINS: ids.optional(),
  VIEWERS: ids.optional(),
  HARDENERS: ids.optional(),
  RESPONDERS: ids.optional(),
  APPROVERS: ids.optional(),
  READ_CACHE_S: seconds.optional(),
  REST_DEADLINE_S: seconds.default(25),
  GRAPH_WRITE_DEADLINE_S: seconds.default(8),
  SETTLE_S: seconds.default(25),
  CONFIRM_TTL_S: seconds.default(600),
  GRAPH_PAUSE_S: seconds.optional(),
});

type Variables = z.infer<typeof variables>;

/** Names of everything {@link readConfig} reads. */
export const variableNames = Object.keys(variables.shape);

/** The checked configuration, or every problem at once: names and what to do, never a value. */
export function readConfig(env: Env): { config: Config } | { problems: readonly string[] } {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(set);
  const problems = [...(parsed.error?.issues ?? []).map(describe), ...missingCredentials(set)];
  return parsed.data && problems.length === 0 ? { config: toConfig(parsed.data) } : { problems };
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return `${String(path[0])}: ${message}. See env/.env.example.`;
}

const credentialNames = [
  'BOT_ID',
  'BOT_TENANT_ID',
  'SECRET_BOT_PASSWORD',
  'GRAPH_CLIENT_ID',
  'SECRET_GRAPH_CLIENT_SECRET',
] as const;

/** Half a set of credentials would be half a simulation. */
function missingCredentials(set: Env): readonly string[] {
  const missing = credentialNames.filter((name) => !set[name]);
  if (missing.length === credentialNames.length) return [];
  return missing.map(
    (name) => `${name}: missing. Set all of ${credentialNames.join(', ')}, or none for the simulated world.`,
  );
}

function toConfig(values: Variables): Config {
  const microsoft = accountOf(values);
  return {
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    dataDir: resolve(values.DATA_DIR),
    ...given('databaseUrl', values.DATABASE_URL),
    simulator: {
      port: values.SIMULATOR_PORT,
      ...given('url', values.SIMULATOR_URL),
      ...given('tenantFile', values.SIMULATOR_TENANT),
    },
    ...given('microsoft', microsoft),
    roleMembers: membersOf(values),
    readCacheMs: 1_000 * (values.READ_CACHE_S ?? (microsoft ? 30 : 0)),
    restDeadlineMs: 1_000 * values.REST_DEADLINE_S,
    graphWriteDeadlineMs: 1_000 * values.GRAPH_WRITE_DEADLINE_S,
    settleMs: 1_000 * values.SETTLE_S,
    confirmTtlMs: 1_000 * values.CONFIRM_TTL_S,
    rateGapMs: 1_000 * (values.GRAPH_PAUSE_S ?? (microsoft ? 1.1 : 0)),
  };
}

function accountOf(values: Variables): MicrosoftAccount | undefined {
  const { BOT_ID, BOT_TENANT_ID, SECRET_BOT_PASSWORD, GRAPH_CLIENT_ID, SECRET_GRAPH_CLIENT_SECRET } = values;
  if (!BOT_ID || !BOT_TENANT_ID || !SECRET_BOT_PASSWORD || !GRAPH_CLIENT_ID || !SECRET_GRAPH_CLIENT_SECRET)
    return undefined;
  return {
    botId: BOT_ID,
    tenantId: BOT_TENANT_ID,
    botSecret: SECRET_BOT_PASSWORD,
    graphClientId: GRAPH_CLIENT_ID,
    graphSecret: SECRET_GRAPH_CLIENT_SECRET,
  };
}

function membersOf(values: Variables): Record<Role, readonly string[]> {
  const { VIEWERS = [], HARDENERS = [], RESPONDERS = [], APPROVERS = [], ADMINS = [] } = values;
  return { viewer: VIEWERS, hardener: HARDENERS, responder: RESPONDERS, approver: APPROVERS, admin: ADMINS };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}

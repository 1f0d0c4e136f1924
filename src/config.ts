import { resolve } from 'node:path';
import { z } from 'zod/v4';
import { type Caution, cautionOf, cautionVariables, unprotected } from './config/caution.ts';
import { type Doors, doorsOf, doorVariables, port } from './config/doors.ts';
import { accountVariables, type MicrosoftAccount, readAccount } from './config/microsoft-account.ts';
import { holdersOf, peopleVariables } from './config/people.ts';
import type { RoleHolders } from './core/roles.ts';
import { readCheckpointKey } from './store/checkpoints/checkpoint-key.ts';

export type Config = Caution &
  Doors & {
    logLevel: string;
    dataDir: string;
    databaseUrl?: string;
    simulator: { port: number; url?: string; tenantFile?: string };
    microsoft?: MicrosoftAccount;
    holders: RoleHolders;
    readCacheMs: number;
    restDeadlineMs: number;
    graphWriteDeadlineMs: number;
    settleMs: number;
    /** Between two looks at the settings of a tenant. */
    driftIntervalMs: number;
    /** Between two looks at a tenant's signals; 0: nobody looks. */
    watchIntervalMs: number;
    confirmTtlMs: number;
    connectLinkTtlMs: number;
    /** Where signed checkpoints of the journal go, and the key that signs them; in the data directory unless told. */
    checkpoints: { directory?: string; key?: string };
    /** For how long a request with an Idempotency-Key is remembered. */
    idempotencyTtlMs: number;
    /** Between two Identity Protection or Conditional Access requests to one tenant. */
    rateGapMs: number;
  };

type Env = Readonly<Record<string, string | undefined>>;

const seconds = z.coerce.number().min(0).max(86_400);
const loopbackUrl = z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ });

const variables = z.object({
  ...doorVariables,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CHECKPOINT_DIR: z.string().optional(),
  CHECKPOINT_KEY: z.string().optional(),
  SIMULATOR_PORT: port.default(3979),
  SIMULATOR_URL: loopbackUrl.optional(),
  SIMULATOR_TENANT: z.string().optional(),
  ...accountVariables,
  ...peopleVariables,
  ...cautionVariables,
  READ_CACHE_S: seconds.optional(),
  REST_DEADLINE_S: seconds.default(25),
  GRAPH_WRITE_DEADLINE_S: seconds.default(8),
  SETTLE_S: seconds.default(25),
  WATCH_INTERVAL_S: seconds.default(60),
  DRIFT_INTERVAL_S: seconds.default(900),
  CONFIRM_TTL_S: seconds.default(600),
  CONNECT_LINK_TTL_S: seconds.default(600),
  IDEMPOTENCY_TTL_S: seconds.default(86_400),
  GRAPH_PAUSE_S: seconds.optional(),
});

type Variables = z.infer<typeof variables>;

/** Names of everything {@link readConfig} reads. */
export const variableNames = Object.keys(variables.shape);

/** Raw, checked, secrets: the configuration, or every problem at once: names and what to do, never a value. */
export function readConfig(env: Env): { config: Config } | { problems: readonly string[] } {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(set);
  const { account, problems: credentials } = readAccount(set);
  const careless = account || credentials.length > 0 ? unprotected(set) : [];
  const issues = (parsed.error?.issues ?? []).map(describe);
  const problems = [...new Set([...issues, ...credentials, ...careless, ...checkpointKeyProblems(set)])];
  return parsed.data && problems.length === 0 ? { config: toConfig(parsed.data, account) } : { problems };
}

function checkpointKeyProblems({ CHECKPOINT_KEY: key }: Env): readonly string[] {
  try {
    if (key) readCheckpointKey(key);
    return [];
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : 'CHECKPOINT_KEY: cannot be read.'];
  }
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return `${String(path[0])}: ${message}. See env/.env.example.`;
}

function toConfig(values: Variables, microsoft: MicrosoftAccount | undefined): Config {
  return {
    ...doorsOf(values),
    logLevel: values.LOG_LEVEL,
    dataDir: resolve(values.DATA_DIR),
    ...given('databaseUrl', values.DATABASE_URL),
    checkpoints: {
      ...given('directory', values.CHECKPOINT_DIR && resolve(values.CHECKPOINT_DIR)),
      ...given('key', values.CHECKPOINT_KEY),
    },
    simulator: {
      port: values.SIMULATOR_PORT,
      ...given('url', values.SIMULATOR_URL),
      ...given('tenantFile', values.SIMULATOR_TENANT),
    },
    ...given('microsoft', microsoft),
    holders: holdersOf(values),
    readCacheMs: 1_000 * (values.READ_CACHE_S ?? (microsoft ? 30 : 0)),
    ...pacesOf(values),
    confirmTtlMs: 1_000 * values.CONFIRM_TTL_S,
    ...cautionOf(values),
    connectLinkTtlMs: 1_000 * values.CONNECT_LINK_TTL_S,
    idempotencyTtlMs: 1_000 * values.IDEMPOTENCY_TTL_S,
    rateGapMs: 1_000 * (values.GRAPH_PAUSE_S ?? (microsoft ? 1.1 : 0)),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}

function pacesOf(values: Variables) {
  return {
    watchIntervalMs: 1_000 * values.WATCH_INTERVAL_S,
    driftIntervalMs: 1_000 * values.DRIFT_INTERVAL_S,
    restDeadlineMs: 1_000 * values.REST_DEADLINE_S,
    graphWriteDeadlineMs: 1_000 * values.GRAPH_WRITE_DEADLINE_S,
    settleMs: 1_000 * values.SETTLE_S,
  };
}

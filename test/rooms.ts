/** The rooms of `src/`: what each may enter, and the packages that only it may use. */
export type Room = { job: string; mayEnter: readonly string[]; packages: readonly string[] };

/** Any room but core may use these. */
export const sharedPackages = ['zod/v4', 'jose', 'lru-cache', 'pino'];

/** Folders of the hallway, whose main files stand directly in `src/`. It sees every room; no room sees it. */
export const hallway = ['config', 'hallway'];

export const rooms = {
  core: { job: 'every security decision, and the ports it needs', mayEnter: [], packages: [] },
  graph: {
    job: 'knows Microsoft Graph: tokens, egress list, retry, refusals in our words',
    mayEnter: ['core'],
    packages: ['@azure/msal-node', '@microsoft/microsoft-graph-client', 'undici'],
  },
  store: {
    job: 'knows the database: schema, storage ports, hash-chained journal, outbox',
    mayEnter: ['core'],
    packages: ['kysely', 'pg', 'node:sqlite'],
  },
  cards: {
    job: 'knows card JSON: one typed function per template',
    mayEnter: ['core'],
    packages: ['adaptivecards-templating', 'adaptive-expressions'],
  },
  bot: {
    job: 'the chat face: channel authentication, commands, buttons',
    mayEnter: ['core', 'cards'],
    packages: ['botbuilder', 'botframework-connector', '@microsoft/teams-ai'],
  },
  api: {
    job: 'the REST face: policies, threats, operations',
    mayEnter: ['core', 'http'],
    packages: ['zod-openapi', 'swagger-ui-dist'],
  },
  aadgraph: { job: 'the Azure AD Graph 1.6 policy face', mayEnter: ['core', 'http'], packages: [] },
  http: {
    job: 'the front door all faces share: bounded bodies, deadlines, one error exit',
    mayEnter: ['core'],
    packages: ['restify', 'raw-body', 'prom-client', 'rate-limiter-flexible'],
  },
  jobs: { job: 'what time wakes: sending, settling, expiries', mayEnter: ['core'], packages: ['croner'] },
  cli: { job: "the operator's verbs", mayEnter: ['core'], packages: [] },
  simulator: {
    job: 'a Microsoft 365 tenant and a Teams chat that live on this machine',
    mayEnter: [],
    packages: ['adaptivecards', 'markdown-it'],
  },
} as const satisfies Record<string, Room>;

/** Files that are tables: longer than 150 lines on purpose. */
export const tables = [
  'src/core/policies/authentication-methods.ts',
  'src/core/policies/authorization-policy.ts',
  'src/core/policies/device-registration.ts',
  'src/graph/refusals.ts',
  'src/bot/commands.ts',
  'src/api/routes.ts',
  'src/api/answers.ts',
  'src/simulator/graph/resources.ts',
  'src/simulator/world/defaults.ts',
  'src/store/migrations/0001-start.ts',
  'src/store/tables.ts',
];

import type { Connection, Connections } from '../core/connections.ts';
import type { Journal } from '../core/journal.ts';
import type { JournalProof, JournalVerdict } from '../core/journal-proof.ts';
import type { Keys } from '../core/keys.ts';
import type { Organizations } from '../core/organizations.ts';
import type { RateLimits } from '../core/rate-limits.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Check } from './doctor/check.ts';

export type OperatorStore = {
  organizations: Organizations;
  connections: Connections & {
    add(connection: Omit<Connection, 'createdAt'>): Promise<Connection>;
    remove(organization: string, id: string): Promise<boolean>;
  };
  keys: Keys;
  journal: Journal;
};

/** What verbs work with. Each is opened when a verb first asks for it, and closed when the verb has ended. */
export type Ports = {
  /** The organization meant when none is named. */
  organization: string;
  runtime: Runtime;
  /** What the server is configured to grant each key. */
  rateLimits: RateLimits;
  /** An API key nobody has seen yet. */
  newApiKey(): string;
  store(): Promise<OperatorStore>;
  journal(): Promise<JournalProof>;
  verifyArchive(directory: string): Promise<JournalVerdict>;
  moveStore(url: string): Promise<{ tables: number; rows: number; journal: JournalVerdict }>;
  checks(): Promise<readonly Check[]>;
};

import type { Conversations, Outbox, ShownCards } from '../core/chat.ts';
import type { DueTable } from '../core/due.ts';
import type { Journal } from '../core/journal.ts';
import type { Keys } from '../core/keys.ts';
import type { OperationStore } from '../core/operations/operation-store.ts';
import type { Organizations } from '../core/organizations.ts';
import type { RateSlot } from '../core/rate-slot.ts';
import { type ConnectionStore, connectionStore } from './connections.ts';
import { conversationStore } from './conversations.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { embeddedDialect } from './dialect/embedded.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { dueStore } from './due.ts';
import { journalStore } from './journal.ts';
import { keyStore } from './keys.ts';
import { migrate } from './migrations/migrate.ts';
import { endLeasesOfOthers } from './operations/leases.ts';
import { operationStore } from './operations/operations.ts';
import { organizationStore } from './organizations.ts';
import { outboxStore } from './outbox.ts';
import { rateSlotStore } from './rate-slot.ts';
import { canCommit } from './readiness.ts';
import { shownCardStore } from './shown-cards.ts';
import type { JournalRow } from './tables.ts';
import { readJournal, type Verification, verifyJournal } from './verify-journal.ts';

export type StoreHome = { kind: 'embedded'; directory: string } | { kind: 'postgres'; url: string };

export type Store = {
  organizations: Organizations;
  connections: ConnectionStore;
  keys: Keys;
  conversations: Conversations;
  shownCards: ShownCards;
  operations: OperationStore;
  journal: Journal;
  outbox: Outbox;
  due: DueTable;
  /** `gapMs` between two requests of one tenant; 0 for none. */
  rateSlot(gapMs: number): RateSlot;
  verifyJournal(organization: string): Promise<Verification>;
  /** The next rows of an organization's chain after `seq`; none at its end. */
  readJournal(organization: string, seq: number): Promise<readonly JournalRow[]>;
  /** Only with the serving lock held, before serving: whatever another instance holds, its process has ended. */
  freeLeasesOfDeadInstances(): Promise<void>;
  /** Whether the store makes a commit durable now. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens the store and brings its schema up to date. Fails when commits would not be durable. */
export async function openStore(home: StoreHome, options: DatabaseOptions): Promise<Store> {
  const dialect = home.kind === 'embedded' ? embeddedDialect(home.directory) : postgresDialect(home.url);
  await migrate(dialect);
  const database = openDatabase(dialect, options);
  const weakness = await dialect.whyNotDurable(database.outside.db);
  if (weakness === undefined) return ports(database);
  await database.close();
  throw new Error(weakness);
}

function ports(database: Database): Store {
  return {
    organizations: organizationStore(database),
    connections: connectionStore(database),
    keys: keyStore(database),
    conversations: conversationStore(database),
    shownCards: shownCardStore(database),
    operations: operationStore(database),
    journal: journalStore(database),
    outbox: outboxStore(database),
    due: dueStore(database),
    rateSlot: (gapMs) => rateSlotStore(database, gapMs),
    verifyJournal: (organization) => verifyJournal(database.outside, organization),
    readJournal: (organization, seq) => readJournal(database.outside, organization, seq),
    freeLeasesOfDeadInstances: () => database.write(endLeasesOfOthers),
    ready: () => canCommit(database),
    close: () => database.close(),
  };
}

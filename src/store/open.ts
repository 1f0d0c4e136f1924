import type { AlertStore } from '../core/alerts/alert-store.ts';
import type { SubscriptionStore } from '../core/alerts/subscription-store.ts';
import type { Conversations, Outbox, ShownCards } from '../core/chat.ts';
import type { ConsentRequests } from '../core/consent/consent-request.ts';
import type { DigestStore } from '../core/digest/digest-verbs.ts';
import type { DriftStore } from '../core/drift/baseline.ts';
import type { DueTable } from '../core/due.ts';
import type { PolicyExceptions } from '../core/exceptions/policy-exception.ts';
import type { Journal } from '../core/journal.ts';
import type { Keys } from '../core/keys.ts';
import type { OperationStore } from '../core/operations/operation-store.ts';
import type { Organizations } from '../core/organizations.ts';
import type { Plans } from '../core/plans/plan.ts';
import type { RateCounter } from '../core/rate-limits.ts';
import type { RateSlot } from '../core/rate-slot.ts';
import { alertStore } from './alerts/alerts.ts';
import { countAlerts } from './alerts/count.ts';
import { subscriptionStore } from './alerts/subscriptions.ts';
import type { Link, Marks } from './chain.ts';
import type { ChainEnd } from './checkpoints/checkpoint.ts';
import { type ConnectionStore, connectionStore } from './connections.ts';
import { consentStore } from './consents.ts';
import { conversationStore } from './conversations.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { embeddedDialect } from './dialect/embedded.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { digestStore } from './digest/digests.ts';
import { driftStore } from './drift/drift.ts';
import { dueStore } from './due.ts';
import { exceptionStore } from './exceptions.ts';
import { journalStore } from './journal.ts';
import { keyStore } from './keys.ts';
import { migrate } from './migrations/migrate.ts';
import { endLeasesOfOthers } from './operations/leases.ts';
import { operationStore } from './operations/operations.ts';
import { organizationStore } from './organizations.ts';
import { outboxStore } from './outbox.ts';
import { planStore } from './plans.ts';
import { rateCounterStore } from './rate-counter.ts';
import { rateSlotStore } from './rate-slot.ts';
import { readEnds, readJournal, readOrganizations } from './read-journal.ts';
import { canCommit, whyNotWritable } from './readiness.ts';
import { forgetOld } from './retention.ts';
import { shownCardStore } from './shown-cards.ts';
import type { JournalRow } from './tables.ts';
import { type Verification, verifyJournal, verifyJournalFrom } from './verify-journal.ts';

export type StoreHome = { kind: 'embedded'; directory: string } | { kind: 'postgres'; url: string };

export type Store = {
  organizations: Organizations;
  connections: ConnectionStore;
  consents: ConsentRequests;
  exceptions: PolicyExceptions;
  plans: Plans;
  keys: Keys;
  conversations: Conversations;
  shownCards: ShownCards;
  operations: OperationStore;
  journal: Journal;
  outbox: Outbox;
  alerts: AlertStore;
  digests: DigestStore;
  drift: DriftStore;
  countAlerts(): Promise<{ open: number; snoozed: number }>;
  subscriptions: SubscriptionStore;
  due: DueTable;
  /** `gapMs` between two requests of one tenant; 0 for none. */
  rateSlot(gapMs: number): RateSlot;
  /** At most `most` hits a minute and key. */
  rateCounter(most: number): RateCounter;
  /** `marks`: hashes that were signed, by row. */
  verifyJournal(organization: string, marks?: Marks): Promise<Verification>;
  /** As `verifyJournal`, only from a row on that was signed. */
  verifyJournalFrom(organization: string, signed: Link): Promise<Verification>;
  /** Where every chain ends, as the store says. */
  journalEnds(): Promise<readonly ChainEnd[]>;
  /** Whoever has a row in the journal. */
  journalOrganizations(): Promise<readonly string[]>;
  /** From now on the journal takes no rows, so nothing is changed any more; reading goes on. */
  sealJournal(why: string): void;
  /** Why the journal takes no rows; undefined while it does. */
  journalSeal(): string | undefined;
  /** The next rows of an organization's chain after `seq`; none at its end. */
  readJournal(organization: string, seq: number): Promise<readonly JournalRow[]>;
  /** Only with the serving lock held, before serving: whatever another instance holds, its process has ended. */
  freeLeasesOfDeadInstances(): Promise<void>;
  /** Undefined when the journal would take a row now; nothing is written. */
  whyNotWritable(): Promise<string | undefined>;
  /** Forgets what ended long ago, a little at a time. Whether there may be more. */
  forgetOld(): Promise<boolean>;
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
    consents: consentStore(database),
    ...{ exceptions: exceptionStore(database), plans: planStore(database) },
    keys: keyStore(database),
    conversations: conversationStore(database),
    shownCards: shownCardStore(database),
    operations: operationStore(database),
    journal: journalStore(database),
    outbox: outboxStore(database),
    alerts: alertStore(database),
    digests: digestStore(database),
    drift: driftStore(database),
    countAlerts: () => countAlerts(database.outside),
    subscriptions: subscriptionStore(database),
    due: dueStore(database),
    rateSlot: (gapMs) => rateSlotStore(database, gapMs),
    rateCounter: (most) => rateCounterStore(database, most),
    verifyJournal: (organization, marks) => verifyJournal(database.outside, organization, marks),
    verifyJournalFrom: (organization, signed) => verifyJournalFrom(database.outside, organization, signed),
    journalEnds: () => readEnds(database.outside),
    journalOrganizations: () => readOrganizations(database.outside),
    sealJournal: database.sealJournal,
    journalSeal: database.outside.seal,
    readJournal: (organization, seq) => readJournal(database.outside, organization, seq),
    freeLeasesOfDeadInstances: () => database.write(endLeasesOfOthers),
    whyNotWritable: () => whyNotWritable(database),
    ...{ forgetOld: () => database.write(forgetOld), ready: () => canCommit(database) },
    close: () => database.close(),
  };
}

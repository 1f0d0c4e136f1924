import type { AlertNote } from './alerts/alert.ts';
import type { Operation } from './operations/operation.ts';

export type ConversationType = 'personal' | 'groupChat' | 'channel';

/** A place the bot may speak in. Tenant data goes there only once an admin approved it. */
export type Conversation = {
  id: string;
  organization: string;
  tenantId: string;
  type: ConversationType;
  serviceUrl: string;
  approved: boolean;
  /** Operators' notices go here. */
  operators: boolean;
  /** Why nothing is sent there any more. */
  disabled?: string;
  /** What people call it, as far as Teams told. */
  name?: string;
};

export type Conversations = {
  find(id: string): Promise<Conversation | undefined>;
  /** Where the organization's operators get their notices. */
  findOperators(organization: string): Promise<Conversation | undefined>;
  /** Those of an organization that hold tenant data and can be written to: approved and not disabled. */
  listApproved(organization: string): Promise<readonly Conversation[]>;
  /** Adds it, or refreshes its service URL and clears `disabled`; approval is kept. `isNew` for exactly one caller. */
  remember(
    seen: Pick<Conversation, 'id' | 'organization' | 'tenantId' | 'type' | 'serviceUrl' | 'name'>,
  ): Promise<Conversation & { isNew: boolean }>;
  approve(id: string, as: { operators: boolean }): Promise<void>;
  /** Takes the approval back, and the operators' notices with it. */
  withdraw(id: string): Promise<void>;
  disable(id: string, why: string): Promise<void>;
};

/** A card the bot sent, so that it can be kept true. */
export type ShownCard = {
  organization: string;
  conversationId: string;
  activityId: string;
  kind:
    | 'posture'
    | 'risky'
    | 'tokenPolicies'
    | 'operation'
    | 'plan'
    | 'consent'
    | 'approval'
    | 'alert'
    | 'alertDigest'
    | 'digest';
  subject: string;
  connectionId: string;
  /** Object id of the person who asked for it: buttons follow that person's roles. */
  askedBy: string;
};

/** What nobody asked for. */
export const toldKinds: readonly ShownCard['kind'][] = ['alert', 'alertDigest', 'digest'];

export type ShownCards = {
  /** Adds the card, or changes what the message is about. */
  remember(card: ShownCard): Promise<void>;
  find(conversationId: string, activityId: string): Promise<ShownCard | undefined>;
};

/** A card that is still to be sent: once it is, it is remembered as shown unless it answers another. */
export type NewCard = Omit<ShownCard, 'activityId'> & {
  /** The message in whose thread it stands; it goes with that one, and is never brought up to date. */
  thread?: string;
  /** What it tells of in that thread. */
  note?: AlertNote;
  /** Why the conversation is told unasked; it has to hold still when the message is sent. */
  basis?: 'subscription' | 'escalation' | 'operators';
};

/**
 * One edit owed to one message, or one message still to be sent. A newer edit replaces one not yet sent. Without an
 * operation an edit only refreshes.
 */
export type OutboxItem = {
  id: string;
  operation?: Operation;
  attempts: number;
  claim: number;
  /** Since the first attempt. */
  triedForMs: number;
  /** Whether an earlier attempt may have arrived. */
  mayRepeat: boolean;
} & ({ kind: 'edit'; card: ShownCard } | { kind: 'send'; card: NewCard });

/** When to try again. */
export type Postponement = {
  afterMs: number;
  /** Teams asked for it, so nothing else goes to the conversation until then. */
  pause: boolean;
  /** This attempt may have arrived. */
  uncertain: boolean;
};

export type Outbox = {
  /** Owes the card an edit that shows its subject, or this operation, as it is when the edit is sent. */
  refresh(card: ShownCard, operationId?: string): Promise<void>;
  /**
   * Due items that nobody else is sending, leased to the caller: one a conversation, no faster than Teams allows, and
   * none to where it may not go any more.
   */
  claim(limit: number): Promise<readonly OutboxItem[]>;
  /** `activityId` of a new message: from now on it is kept true. */
  sent(item: OutboxItem, activityId?: string): Promise<void>;
  retry(item: OutboxItem, postponement: Postponement): Promise<void>;
  /** Gives up, with the reason kept. */
  bury(item: OutboxItem, why: string): Promise<void>;
  /** As {@link bury}; nothing goes to the conversation until somebody speaks there. */
  close(item: OutboxItem, why: string): Promise<void>;
  /** The message to be edited is not there any more: nothing keeps it true from now on. */
  forget(item: OutboxItem): Promise<void>;
  backlog(): Promise<Backlog>;
  /** What was given up lately, newest first. */
  deadLetters(organization: string): Promise<readonly DeadLetter[]>;
};

/** `oldestMs`: for how long the message has been due that waits longest. */
export type Backlog = { waiting: number; oldestMs: number; dead: number };

/** A message nobody got. */
export type DeadLetter = {
  conversationId: string;
  subject: string;
  message: ShownCard['kind'] | 'edit';
  /** Milliseconds since 1970. */
  at: number;
  why: string;
};

/** What became of one activity handed to Teams. */
export type Delivery =
  | { kind: 'delivered'; activityId?: string }
  | { kind: 'retry'; afterMs?: number }
  /** It may have arrived, or not. */
  | { kind: 'unknown' }
  | { kind: 'conversationGone'; why: string }
  | { kind: 'messageGone' }
  | { kind: 'failed'; why: string };

/** The chat face, as the hour sees it: what a message says is rendered when it is sent. */
export type Chat = {
  editCard(card: ShownCard, operation: Operation | undefined): Promise<Delivery>;
  /** A new message; answers with its activity id. `mayRepeat` is told on it. */
  sendCard(card: NewCard, operation: Operation | undefined, mayRepeat: boolean): Promise<Delivery>;
};

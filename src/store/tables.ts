import type { ConversationType, ShownCard } from '../core/chat.ts';
import type { Connection } from '../core/connections.ts';
import type { ConsentState } from '../core/consent/consent-request.ts';
import type { JournalType } from '../core/journal.ts';
import type { OperationState, Verb } from '../core/operations/operation.ts';
import type { PlanState } from '../core/plans/plan.ts';
import type { AlertTables } from './alerts/tables.ts';
import type { BaselineRow, DailyDigestRow, DailyScoreRow } from './drift/tables.ts';
import type { Pace } from './send-pace.ts';

/** Flags are 0 or 1, times are milliseconds since 1970, structures are JSON text: what both databases treat alike. */
type Flag = 0 | 1;
type JsonText = string;

export type JournalRow = {
  organization: string;
  seq: number;
  ts: number;
  type: JournalType;
  actor: string;
  operation_id: string | null;
  connection_id: string | null;
  tenant_id: string | null;
  prev: string;
  /** SHA-256 of `bytes`, lower-case hex. */
  hash: string;
  /** The canonical form; the columns above are copies of what is in it. */
  bytes: string;
};

export type OperationRow = {
  id: string;
  organization: string;
  state: OperationState;
  connection_id: string;
  lock_key: string;
  draft: JsonText;
  created_at: number;
  expires_at: number;
  begun_at: number | null;
  /** Sequence number of the intent row: begun operations in order. */
  intent_seq: number | null;
  /** What the intent is counted under, where so many in a short time take a second person. */
  cap_key: string | null;
  ended_at: number | null;
  before_state: JsonText | null;
  steps: JsonText;
  result: JsonText | null;
  interrupted: Flag;
};

/** A row stays when its lease is given back, so that `fence` never repeats. */
export type LeaseRow = {
  key: string;
  fence: number;
  operation_id: string | null;
  verb: Verb;
  instance: string;
  expires_at: number;
};

export type KeyRow = {
  id: string;
  organization: string;
  name: string;
  scopes: JsonText;
  connections: JsonText | null;
  digest: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
  unlimited: Flag;
};

/** What a request with an Idempotency-Key has become. */
export type ClaimRow = { id: string; fingerprint: string; operation_id: string; expires_at: number };

export type ConversationRow = {
  id: string;
  organization: string;
  tenant_id: string;
  type: ConversationType;
  service_url: string;
  approved: Flag;
  operators: Flag;
  disabled: string | null;
  name: string | null;
};

export type ShownCardRow = {
  conversation_id: string;
  activity_id: string;
  organization: string;
  kind: ShownCard['kind'];
  subject: string;
  connection_id: string;
  asked_by: string;
  shown_at: number;
};

export type OutboxRow = {
  id: string;
  conversation_id: string;
  /** The message to edit; null for one still to be sent. */
  activity_id: string | null;
  subject: string;
  /** What is to be sent as a new message; an edit finds its card among the shown ones. */
  new_card: JsonText | null;
  operation_id: string | null;
  /** Null in what was queued before it was kept. */
  organization: string | null;
  /** Whether what it shows has changed since it was claimed. */
  replaced: Flag;
  /** Whether an attempt may have arrived without our knowing. */
  uncertain: Flag;
  attempts: number;
  claim: number;
  due_at: number;
  lease_until: number;
  /** The first attempt. */
  tried_at: number | null;
  dead_at: number | null;
  why: string | null;
};

export type ConsentRow = {
  id: string;
  organization: string;
  /** SHA-256 of the secret in the link. */
  state_hash: string;
  state: ConsentState;
  draft: JsonText;
  outcome: JsonText | null;
  created_at: number;
  expires_at: number;
};

/** A deviation that was accepted; `over` once the record says that it ran out. */
export type ExceptionRow = {
  connection_id: string;
  policy_key: string;
  organization: string;
  accepted: JsonText;
  accepted_at: number;
  expires_at: number;
  over: Flag;
};

/** Several settings hardened one after the other. */
export type PlanRow = {
  id: string;
  organization: string;
  state: PlanState;
  plan: JsonText;
  created_at: number;
  expires_at: number;
};

export type Tables = AlertTables & {
  organizations: { id: string; name: string; entitlements: JsonText; created_at: number };
  connections: {
    id: string;
    organization: string;
    tenant_id: string;
    name: string;
    mode: Connection['mode'];
    health: NonNullable<Connection['health']> | null;
    app_roles: JsonText | null;
    connected_by: string | null;
    created_at: number;
  };
  consents: ConsentRow;
  policy_exceptions: ExceptionRow;
  plans: PlanRow;
  api_keys: KeyRow;
  conversations: ConversationRow;
  shown_cards: ShownCardRow;
  operations: OperationRow;
  leases: LeaseRow;
  journal: JournalRow;
  journal_heads: { organization: string; seq: number; hash: string; ts: number };
  denials: { organization: string; actor: string; verb: string; minute: number; count: number };
  outbox: OutboxRow;
  due: { kind: string; key: string; due_at: number; lease_until: number; claim: number; fails: number };
  claims: ClaimRow;
  rate_windows: { key: string; hits: number; ends_at: number };
  send_paces: Pace;
  policy_baselines: BaselineRow;
  daily_scores: DailyScoreRow;
  daily_digests: DailyDigestRow;
  rate_slots: { tenant_id: string; next_at: number };
  probes: { id: string; at: number };
};

import { type Authorize, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, findConnection } from './connections.ts';
import type { GraphRefusal, Reading } from './graph-answers.ts';
import type { Via } from './journal.ts';
import { allowList } from './policies/allow-list.ts';
import { type GraphDocument, isSecure, valueIn } from './policies/compare.ts';
import type { PolicyEntry, PolicyValue, Severity } from './policies/entry.ts';
import type { ConditionalAccessSummary, PolicyPort, PostureReading } from './policies/policy-port.ts';

export type JudgedRow = {
  policy: PolicyEntry;
  status: 'ok';
  current: PolicyValue;
  compliant: boolean;
  /** Another control takes this setting's place, so it counts neither for nor against. */
  superseded: boolean;
};

export type UnreadRow = { policy: PolicyEntry; status: GraphRefusal['status']; refusal: GraphRefusal };

export type PostureRow = JudgedRow | UnreadRow;

export type Posture = {
  connection: Connection;
  /** Milliseconds since 1970 at which Graph answered. */
  readAt: number;
  /** In the order of the allow-list. */
  rows: readonly PostureRow[];
  conditionalAccess: Reading<ConditionalAccessSummary>;
  score: { secure: number; judged: number; unread: number; superseded: number };
};

export type PosturePorts = { authorize: Authorize; connections: Connections; policies: PolicyPort };

export type PostureQuestion = { connectionId?: string; fresh?: boolean };

export type ReadPosture = (actor: Actor, via: Via, question?: PostureQuestion) => Promise<Posture | undefined>;

/** The state of every listed setting. Undefined when no tenant is connected in AI Pilot mode. */
export function postureReader({ authorize, connections, policies }: PosturePorts): ReadPosture {
  return async function readPosture(actor, via, { connectionId, fresh = false } = {}) {
    await authorize(actor, gates.readPosture, via, connectionId);
    const connection = await findConnection(connections, actor, connectionId);
    return connection && judge(connection, await policies.readAll(connection, fresh));
  };
}

function judge(connection: Connection, { readAt, documents, conditionalAccess }: PostureReading): Posture {
  const superseding = conditionalAccess.status === 'ok' && conditionalAccess.value.enabled > 0;
  const rows = allowList.map((policy) => judgeRow(policy, documents.get(policy.document), superseding));
  return { connection, readAt, rows, conditionalAccess, score: scoreOf(rows) };
}

const unavailable: GraphRefusal = { status: 'error', reason: 'badResponse', needsReconsent: false };

function judgeRow(policy: PolicyEntry, reading: Reading<GraphDocument> | undefined, superseding: boolean): PostureRow {
  if (reading?.status !== 'ok') return unread(policy, reading?.refusal ?? unavailable);
  const current = valueIn(policy, reading.value);
  if (current === undefined) return unread(policy, unavailable);
  const compliant = isSecure(policy, current);
  const superseded = !compliant && superseding && policy.precondition === 'noEnabledConditionalAccess';
  return { policy, status: 'ok', current, compliant, superseded };
}

function unread(policy: PolicyEntry, refusal: GraphRefusal): UnreadRow {
  return { policy, status: refusal.status, refusal };
}

function scoreOf(rows: readonly PostureRow[]): Posture['score'] {
  const judged = rows.filter((row) => row.status === 'ok');
  const counted = judged.filter((row) => !row.superseded);
  return {
    secure: counted.filter(({ compliant }) => compliant).length,
    judged: counted.length,
    unread: rows.length - judged.length,
    superseded: judged.length - counted.length,
  };
}

export function isOpen(row: PostureRow): boolean {
  return row.status === 'ok' && !row.compliant && !row.superseded;
}

const weight = { critical: 0, high: 1, medium: 2, low: 3 } satisfies Record<Severity, number>;

/** What needs a person comes first: open settings by severity, then what could not be read, then the rest. */
export function worstFirst(rows: readonly PostureRow[]): readonly PostureRow[] {
  return rows.toSorted((one, other) => rank(one) - rank(other));
}

function rank(row: PostureRow): number {
  return (isOpen(row) ? 0 : row.status === 'ok' ? 20 : 10) + weight[row.policy.severity];
}

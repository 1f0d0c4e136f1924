import { type Authorize, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, findConnection } from './connections.ts';
import type { PolicyException, PolicyExceptions } from './exceptions/policy-exception.ts';
import type { GraphRefusal, Reading } from './graph-answers.ts';
import type { Via } from './journal.ts';
import { allowList } from './policies/allow-list.ts';
import type { GraphDocument } from './policies/compare.ts';
import type { PolicyEntry, PolicyValue } from './policies/entry.ts';
import { judge as judgeSetting } from './policies/judge.ts';
import type { ConditionalAccessSummary, PolicyPort, PostureReading } from './policies/policy-port.ts';

export type JudgedRow = {
  policy: PolicyEntry;
  status: 'ok';
  current: PolicyValue;
  compliant: boolean;
  /** It is of no matter here, so it counts neither for nor against: `policy.notApplicable` says why. */
  superseded: boolean;
  /** A deviation that somebody answers for until a day, or did until a day that is over. */
  exception?: PolicyException;
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
  score: { secure: number; judged: number; unread: number; superseded: number; accepted: number };
};

export type PosturePorts = {
  authorize: Authorize;
  connections: Connections;
  policies: PolicyPort;
  exceptions: Pick<PolicyExceptions, 'list'>;
};

export type PostureQuestion = { connectionId?: string; fresh?: boolean };

export type ReadPosture = (actor: Actor, via: Via, question?: PostureQuestion) => Promise<Posture | undefined>;

/** The state of every listed setting. Undefined when no tenant is connected in AI Pilot mode. */
export function postureReader({ authorize, connections, policies, exceptions }: PosturePorts): ReadPosture {
  return async function readPosture(actor, via, { connectionId, fresh = false } = {}) {
    await authorize(actor, gates.readPosture, via, connectionId);
    const connection = await findConnection(connections, actor, connectionId);
    if (!connection) return undefined;
    const listed = exceptions.list(actor.organization, connection.id);
    const [reading, standing] = await Promise.all([policies.readAll(connection, fresh), listed]);
    return judge(connection, reading, standing);
  };
}

function judge(
  connection: Connection,
  { readAt, documents, conditionalAccess }: PostureReading,
  exceptions: readonly PolicyException[],
): Posture {
  const superseding = conditionalAccess.status === 'ok' && conditionalAccess.value.enabled > 0;
  const judged = allowList.map((policy) => judgeRow(policy, documents.get(policy.document), superseding));
  const rows = judged.map((row) => withException(row, exceptions));
  return { connection, readAt, rows, conditionalAccess, score: scoreOf(rows) };
}

const unavailable: GraphRefusal = { status: 'error', reason: 'badResponse', needsReconsent: false };

function judgeRow(policy: PolicyEntry, reading: Reading<GraphDocument> | undefined, superseding: boolean): PostureRow {
  if (reading?.status !== 'ok') return unread(policy, reading?.refusal ?? unavailable);
  const judged = judgeSetting(policy, reading.value);
  if (!judged) return unread(policy, unavailable);
  const { value: current, secure: compliant, applies } = judged;
  const replaced = superseding && policy.preconditions.includes('noEnabledConditionalAccess');
  return { policy, status: 'ok', current, compliant, superseded: !compliant && (replaced || !applies) };
}

/** Only a deviation can be accepted: what is secure or cannot be read is shown as that. */
function withException(row: PostureRow, exceptions: readonly PolicyException[]): PostureRow {
  const exception = exceptions.find(({ policyKey }) => policyKey === row.policy.key);
  return exception && isDeviating(row) ? { ...row, exception } : row;
}

function unread(policy: PolicyEntry, refusal: GraphRefusal): UnreadRow {
  return { policy, status: refusal.status, refusal };
}

function scoreOf(rows: readonly PostureRow[]): Posture['score'] {
  const judged = rows.filter((row) => row.status === 'ok');
  const superseded = judged.filter((row) => row.superseded).length;
  const accepted = judged.filter(isAccepted).length;
  return {
    secure: judged.filter(({ compliant }) => compliant).length,
    judged: judged.length - superseded - accepted,
    unread: rows.length - judged.length,
    superseded,
    accepted,
  };
}

/** What a person has to decide on: not secure, and nobody answers for it. */
export function isOpen(row: PostureRow): boolean {
  return isDeviating(row) && !isAccepted(row);
}

export function isAccepted(row: PostureRow): row is JudgedRow & { exception: PolicyException } {
  return isDeviating(row) && row.exception?.inForce === true;
}

function isDeviating(row: PostureRow): row is JudgedRow {
  return row.status === 'ok' && !row.compliant && !row.superseded;
}

export function rowOf({ rows }: Posture, key: string): PostureRow | undefined {
  return rows.find(({ policy }) => policy.key === key);
}

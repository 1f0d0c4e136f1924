import { type Authorize, gates } from '../access.ts';
import type { Actor, Person } from '../actors.ts';
import { type Connection, type Connections, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { JournalEntry, Json, Via } from '../journal.ts';
import type { PolicyEntry } from '../policies/entry.ts';
import { requirePolicy } from '../policies/require-policy.ts';
import { type JudgedRow, type PostureRow, type ReadPosture, rowOf } from '../posture.ts';
import type { Runtime } from '../runtime.ts';
import { dayMs, parseDay } from '../time.ts';
import type { NewException, PolicyException, PolicyExceptions } from './policy-exception.ts';

export type ExceptionPorts = {
  authorize: Authorize;
  connections: Connections;
  exceptions: PolicyExceptions;
  readPosture: ReadPosture;
  runtime: Runtime;
};

/** What a form asks for: `until` is a day as people write it in forms, YYYY-MM-DD. */
export type Acceptance = { policyKey: string; connectionId?: string; reason: string; owner: string; until: string };

/** The deviation somebody is about to answer for, and the days that may be chosen. */
export type Deviation = {
  connection: Connection;
  row: JudgedRow;
  /** Milliseconds since 1970, at the start of the first and the last day. */
  firstDay: number;
  lastDay: number;
};

export type Exceptions = {
  /** What a form shows; refuses where there is no deviation to accept. */
  deviation(person: Person, via: Via, policyKey: string, connectionId?: string): Promise<Deviation>;
  accept(person: Person, via: Via, acceptance: Acceptance): Promise<PolicyException>;
  withdraw(person: Person, via: Via, policyKey: string, connectionId?: string): Promise<void>;
};

const longestDays = 365;
const shortest = { reason: 5, owner: 2 } as const;
const longest = { reason: 500, owner: 100 } as const;

/** Accepting a deviation changes what is counted, never the tenant. */
export function exceptionVerbs(ports: ExceptionPorts): Exceptions {
  const { authorize, connections, exceptions } = ports;

  async function accept(person: Person, via: Via, { policyKey, connectionId, ...wanted }: Acceptance) {
    const accepted = acceptedBy(person, await findDeviation(ports, person, via, policyKey, connectionId), wanted);
    const { reason, owner, expiresAt } = accepted;
    const detail = { change: 'accepted', reason, owner, expiresAt };
    return exceptions.accept(accepted, exceptionEntry(accepted, person, via, detail));
  }

  async function withdraw(person: Person, via: Via, policyKey: string, connectionId?: string): Promise<void> {
    const policy = requirePolicy(policyKey);
    await authorize(person, gates.acceptDeviation, via, connectionId);
    const connection = await requireConnection(connections, person, connectionId);
    const { organization, id } = connection;
    const at = { organization, connection, policyKey: policy.key };
    const entry = exceptionEntry(at, person, via, { change: 'withdrawn' });
    if (await exceptions.withdraw({ organization, connectionId: id, policyKey: policy.key }, entry)) return;
    refuse('precondition_failed', `No exception stands for ${policy.title}. Show the posture again.`);
  }

  return { deviation: (person, via, key, wanted) => findDeviation(ports, person, via, key, wanted), accept, withdraw };
}

async function findDeviation(
  { authorize, connections, readPosture, runtime }: ExceptionPorts,
  person: Person,
  via: Via,
  policyKey: string,
  wanted?: string,
): Promise<Deviation> {
  const policy = requirePolicy(policyKey);
  await authorize(person, gates.acceptDeviation, via, wanted);
  const { id: connectionId } = await requireConnection(connections, person, wanted);
  const posture = await readPosture(person, via, { connectionId });
  if (!posture) return refuse('not_connected', 'This tenant is no longer connected. Ask a Bulwark admin.');
  const row = requireDeviating(policy, rowOf(posture, policy.key));
  return { connection: posture.connection, row, ...daysFrom(runtime.now()) };
}

function acceptedBy(
  person: Person,
  { connection, row, firstDay, lastDay }: Deviation,
  { reason, owner, until }: Pick<Acceptance, 'reason' | 'owner' | 'until'>,
): NewException {
  const { id, tenantId, name, organization } = connection;
  return {
    organization,
    connection: { id, tenantId, name },
    policyKey: row.policy.key,
    reason: requireText('reason', reason),
    owner: requireText('owner', owner),
    acceptedBy: person,
    expiresAt: requireDay(until, firstDay, lastDay) + dayMs,
  };
}

/** What the record says when an exception ends by itself. */
export function expiryEntry(over: PolicyException): JournalEntry {
  const system = { kind: 'system', organization: over.organization, name: 'exceptions' } as const;
  return exceptionEntry(over, system, { channel: 'system' }, { change: 'ranOut', expiresAt: over.expiresAt });
}

function exceptionEntry(
  { organization, connection, policyKey }: Pick<NewException, 'organization' | 'connection' | 'policyKey'>,
  actor: Actor,
  via: Via,
  detail: { readonly [name: string]: Json },
): JournalEntry {
  const where = { connectionId: connection.id, tenantId: connection.tenantId };
  return { type: 'exception', organization, actor, via, ...where, detail: { policyKey, ...detail } };
}

function requireDeviating({ title }: PolicyEntry, row: PostureRow | undefined): JudgedRow {
  if (row?.status !== 'ok') {
    refuse('precondition_failed', `${title} could not be read, so there is nothing to accept. Try again later.`);
  }
  if (row.superseded) refuse('precondition_failed', `${title} does not apply here, so there is nothing to accept.`);
  if (row.compliant) refuse('precondition_failed', `${title} is secure, so there is nothing to accept.`);
  return row;
}

function requireText(field: 'reason' | 'owner', text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= shortest[field] && trimmed.length <= longest[field]) return trimmed;
  return refuse('invalid_request', `Give a ${field} of ${shortest[field]} to ${longest[field]} characters.`);
}

/** An exception counts to the end of its day, and never longer than a year from now. */
function daysFrom(now: number): { firstDay: number; lastDay: number } {
  const today = now - (now % dayMs);
  return { firstDay: today, lastDay: today + (longestDays - 1) * dayMs };
}

function requireDay(until: string, firstDay: number, lastDay: number): number {
  const day = parseDay(until);
  if (day !== undefined && day >= firstDay && day <= lastDay) return day;
  return refuse('invalid_request', `Choose a last day from today to ${longestDays - 1} days from now.`);
}

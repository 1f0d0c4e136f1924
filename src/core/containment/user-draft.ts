import type { Authorize, Gate } from '../access.ts';
import type { Actor } from '../actors.ts';
import { type Connection, type Connections, requireConnection } from '../connections.ts';
import type { Via } from '../journal.ts';
import { draftOperation } from '../operations/drafts.ts';
import type { Engine } from '../operations/engine.ts';
import { operationEntry } from '../operations/entries.ts';
import type { Operation, OperationDraft, UserVerb } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { Runtime } from '../runtime.ts';
import type { SignalPort } from '../signals/signal-port.ts';
import { requireUser, resolveUser } from '../users/resolve-user.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import type { GuardPorts } from './guards.ts';

export type UserVerbPorts = GuardPorts & {
  authorize: Authorize;
  connections: Connections;
  signals: SignalPort;
  store: OperationStore;
  engine: Engine;
  runtime: Runtime;
  confirmTtlMs: number;
};

/** Whom it is about: as a person or script called them. */
export type UserQuestion = { user: string; connectionId?: string };

/** Who asks, and through which connection, after both were checked. */
export type Admitted = { actor: Actor; via: Via; connection: Connection };

export async function admit(
  { authorize, connections }: UserVerbPorts,
  gate: Gate,
  actor: Actor,
  via: Via,
  connectionId?: string,
): Promise<Admitted> {
  await authorize(actor, gate, via, connectionId);
  return { actor, via, connection: await requireConnection(connections, actor, connectionId) };
}

export type DraftedForUser = { user: DirectoryUser; draft: OperationDraft };

/** A draft on the one account that is meant. */
export async function draftForUser(
  { users, runtime }: UserVerbPorts,
  verb: UserVerb,
  admitted: Admitted,
  text: string,
): Promise<DraftedForUser> {
  const user = await requireUser(users, admitted.connection, text);
  const target = { kind: 'user', id: user.id, label: user.userPrincipalName } as const;
  return { user, draft: draftOperation(runtime, verb, target, admitted) };
}

/** An account that cannot be looked up for want of consent is named as it was: nothing is written to it. */
export async function targetOf({ users }: UserVerbPorts, { connection }: Admitted, text: string) {
  const found = await resolveUser(users, connection, text);
  const { id, userPrincipalName } = 'user' in found ? found.user : { id: text.toLowerCase(), userPrincipalName: text };
  return { kind: 'user', id, label: userPrincipalName } as const;
}

export function propose({ store, confirmTtlMs }: UserVerbPorts, draft: OperationDraft): Promise<Operation> {
  return store.propose(draft, confirmTtlMs, operationEntry('proposed', draft));
}

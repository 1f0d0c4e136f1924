import { randomUUID } from 'node:crypto';
import type { Person } from '../../src/core/actors.ts';
import type { ShownCard } from '../../src/core/chat.ts';
import type { JournalEntry, JournalType } from '../../src/core/journal.ts';
import type { OperationDraft, OperationResult, Step } from '../../src/core/operations/operation.ts';
import type { Intent, Lock, LockAnswer, Outcome } from '../../src/core/operations/operation-store.ts';
import { lockKey, subjectOf } from '../../src/core/operations/subjects.ts';
import type { Store } from '../../src/store/open.ts';

export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 26)}`;
}

export function person(organization: string): Person {
  return { kind: 'person', organization, tenantId: randomUUID(), oid: randomUUID(), name: 'Adele Vance' };
}

export function draftOf(organization: string, changes: Partial<OperationDraft> = {}): OperationDraft {
  return {
    id: newId('op'),
    organization,
    verb: 'harden',
    connection: { id: newId('conn'), tenantId: randomUUID(), name: 'Contoso' },
    target: { kind: 'policy', id: 'securityDefaults', label: 'Security defaults' },
    requestedBy: person(organization),
    via: { channel: 'rest', requestId: randomUUID() },
    ...changes,
  };
}

export function entryOf(draft: OperationDraft, type: JournalType = 'intent'): JournalEntry {
  const { organization, requestedBy: actor, via, id: operationId, connection } = draft;
  return { type, organization, actor, via, operationId, connectionId: connection.id, detail: { verb: draft.verb } };
}

export function noteOf(organization: string, detail: JournalEntry['detail'] = {}): JournalEntry {
  return { type: 'key', organization, actor: person(organization), via: { channel: 'cli' }, detail };
}

export const written: readonly Step[] = [{ name: 'write', status: 'ok' }];

export const applied: OperationResult = {
  kind: 'policy',
  applied: true,
  verified: true,
  needsReconsent: false,
  from: false,
  to: true,
};

export function intentOf(draft: OperationDraft, lock: Lock, from: Intent['from'] = 'nothing'): Intent {
  return { draft, lock, further: [], before: { isEnabled: false }, from, entry: entryOf(draft) };
}

export function outcomeOf(draft: OperationDraft, lock?: Lock, changes: Partial<Outcome> = {}): Outcome {
  return {
    draft,
    ...(lock && { lock }),
    steps: written,
    result: applied,
    interrupted: false,
    entry: entryOf(draft, 'outcome'),
    subjects: [subjectOf(draft)],
    ...changes,
  };
}

export function askLock(store: Store, draft: OperationDraft): Promise<LockAnswer> {
  const { id: operationId, verb, organization } = draft;
  return store.operations.lock(lockKey(draft), { operationId, verb, organization });
}

export async function takeLock(store: Store, draft: OperationDraft): Promise<Lock> {
  const answer = await askLock(store, draft);
  if (!answer.got) throw new Error(`held by ${answer.operationId}`);
  return { key: answer.key, fence: answer.fence };
}

export async function beginNow(store: Store, draft: OperationDraft): Promise<Lock> {
  const lock = await takeLock(store, draft);
  const begun = await store.operations.begin(intentOf(draft, lock));
  if (typeof begun === 'string') throw new Error(begun);
  return lock;
}

export function cardFor(draft: OperationDraft, changes: Partial<ShownCard> = {}): ShownCard {
  return {
    organization: draft.organization,
    conversationId: newId('conversation'),
    activityId: newId('activity'),
    kind: 'operation',
    subject: subjectOf(draft),
    connectionId: draft.connection.id,
    askedBy: randomUUID(),
    ...changes,
  };
}

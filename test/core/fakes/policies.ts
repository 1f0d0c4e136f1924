import type { Connection } from '../../../src/core/connections.ts';
import type { GraphRefusal, Reading, WriteOutcome } from '../../../src/core/graph-answers.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import type { Change } from '../../../src/core/policies/change-log.ts';
import type { GraphDocument } from '../../../src/core/policies/compare.ts';
import type { PolicyEntry } from '../../../src/core/policies/entry.ts';
import { valueIn } from '../../../src/core/policies/judge.ts';
import type {
  ConditionalAccessSummary,
  OnlyMethod,
  PolicyChange,
  PolicyOutcome,
  PolicyPort,
} from '../../../src/core/policies/policy-port.ts';
import { type Owned, writesFor } from '../../../src/core/policies/wanted.ts';
import type { Runtime } from '../../../src/core/runtime.ts';
import { loosest, withFields, withProperty } from '../policies/documents.ts';

/** What becomes of the next write: its answer, and for the unknown ones whether it took effect all the same. */
export type ScriptedWrite = 'ok' | 'unknownApplied' | 'unknownNotApplied' | GraphRefusal;

export type Write = { tenantId: string; key: string; change: PolicyChange; answer: ScriptedWrite };

export type FakePolicies = PolicyPort & {
  /** Calls that would reach the target tenant, in order. */
  calls: string[];
  writes: Write[];
  /** Answers to come; `ok` when there are none left. */
  nextWrites: ScriptedWrite[];
  nextReads: ('ok' | GraphRefusal)[];
  /** How many reads after a write still return what was there before it. */
  staleReads: number;
  writeTakesMs: number;
  conditionalAccess: Reading<ConditionalAccessSummary>;
  documents: Map<string, GraphDocument>;
  change: Reading<Change | undefined>;
  onlyMethod: Reading<OnlyMethod>;
  valueOf(entry: PolicyEntry, tenantId: string): unknown;
  put(entry: PolicyEntry, tenantId: string, value: unknown): void;
};

export const noConditionalAccess: ConditionalAccessSummary = {
  total: 0,
  enabled: 0,
  reportOnly: 0,
  disabled: 0,
  deviceRegistration: 0,
};

/** Tenants whose settings are all at their loosest. */
export function fakePolicies(runtime: Runtime): FakePolicies {
  const documents = new Map<string, GraphDocument>();
  const old = new Map<string, { document: GraphDocument; reads: number }>();

  const fake: FakePolicies = {
    calls: [],
    writes: [],
    nextWrites: [],
    nextReads: [],
    staleReads: 0,
    writeTakesMs: 100,
    conditionalAccess: { status: 'ok', value: noConditionalAccess },
    documents,
    change: { status: 'ok', value: undefined },
    onlyMethod: { status: 'ok', value: { users: 0, counted: 0, more: false } },
    valueOf: (entry, tenantId) => valueIn(entry, current(entry.document, tenantId)),
    put: (entry, tenantId, value) => {
      documents.set(place(entry.document, tenantId), withProperty(entry, current(entry.document, tenantId), value));
    },
    readAll,
    read,
    readConditionalAccess,
    lastChange,
    countOnlyMethod,
    write,
  };
  return fake;

  function current(path: string, tenantId: string): GraphDocument {
    return documents.get(place(path, tenantId)) ?? loosest(path);
  }

  function seen(path: string, tenantId: string): GraphDocument {
    const before = old.get(place(path, tenantId));
    return before && before.reads-- > 0 ? before.document : current(path, tenantId);
  }

  async function read({ tenantId }: Connection, { document }: PolicyEntry): Promise<Reading<GraphDocument>> {
    fake.calls.push(`GET ${document}`);
    await runtime.sleep(10);
    const answer = fake.nextReads.shift() ?? 'ok';
    return answer === 'ok' ? { status: 'ok', value: seen(document, tenantId) } : refused(answer);
  }

  async function readAll(connection: Connection) {
    const documents = new Map<string, Reading<GraphDocument>>();
    for (const entry of allowList) {
      if (!documents.has(entry.document)) documents.set(entry.document, await read(connection, entry));
    }
    return { readAt: runtime.now(), documents, conditionalAccess: await readConditionalAccess() };
  }

  async function readConditionalAccess(): Promise<Reading<ConditionalAccessSummary>> {
    fake.calls.push('GET conditionalAccess');
    return fake.conditionalAccess;
  }

  async function lastChange(): Promise<Reading<Change | undefined>> {
    fake.calls.push('GET directoryAudits');
    return fake.change;
  }

  async function countOnlyMethod(): Promise<Reading<OnlyMethod>> {
    fake.calls.push('GET userRegistrationDetails');
    return fake.onlyMethod;
  }

  async function write(
    { tenantId }: Connection,
    entry: PolicyEntry,
    change: PolicyChange,
    before: GraphDocument,
  ): Promise<readonly PolicyOutcome[]> {
    const outcomes: PolicyOutcome[] = [];
    for (const { step, to } of writesFor(entry, change, before)) {
      fake.calls.push(`PATCH ${entry.document}`);
      const answer = fake.nextWrites.shift() ?? 'ok';
      fake.writes.push({ tenantId, key: entry.key, change, answer });
      await runtime.sleep(fake.writeTakesMs);
      if (answer === 'ok' || answer === 'unknownApplied') apply(tenantId, entry, to);
      outcomes.push({ step, outcome: outcomeOf(answer) });
    }
    return outcomes;
  }

  function apply(tenantId: string, entry: PolicyEntry, to: Owned): void {
    const document = current(entry.document, tenantId);
    old.set(place(entry.document, tenantId), { document, reads: fake.staleReads });
    documents.set(place(entry.document, tenantId), withFields(entry, document, to));
  }
}

function outcomeOf(answer: ScriptedWrite): WriteOutcome {
  if (answer === 'ok') return { kind: 'ok' };
  return typeof answer === 'string' ? { kind: 'unknown' } : { kind: 'refused', refusal: answer };
}

export function refused(refusal: GraphRefusal) {
  return { status: refusal.status, refusal };
}

function place(path: string, tenantId: string): string {
  return `${tenantId}${path}`;
}

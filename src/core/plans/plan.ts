import type { Person } from '../actors.ts';
import type { JournalEntry, Json, Via } from '../journal.ts';
import type { OperationStatus } from '../operations/operation.ts';

/** What became of one setting of a plan. */
export type PlanItemEnd = {
  /** The operation that did it: another's, where this one joined it. */
  operationId: string;
  status: OperationStatus;
  /** Whether something can be put back. */
  undoable: boolean;
  /** Why nothing was written, in a sentence. */
  why?: string;
};

export type PlanItem = {
  policyKey: string;
  /** Known before it runs, so that it runs once however often the process stops. */
  operationId: string;
  chosen: boolean;
  end?: PlanItemEnd;
};

/** Several settings to be hardened one after the other, each an operation of its own. */
export type NewPlan = {
  /** `plan_…` */
  id: string;
  organization: string;
  connection: { id: string; tenantId: string; name: string };
  requestedBy: Person;
  via: Via;
  items: readonly PlanItem[];
  /** Open settings that are not part of it, and why. */
  leftOut: readonly { policyKey: string; why: string }[];
};

/** `confirming`: what was chosen stands, and a press begins it. */
export type PlanState = 'choosing' | 'confirming' | 'running' | 'ended' | 'cancelled';

export type Plan = NewPlan & {
  state: PlanState;
  /** Name of the person who stopped it: what had not begun was left alone. */
  stoppedBy?: string;
  /** Milliseconds since 1970, by the database's clock. */
  createdAt: number;
  /** When an unconfirmed plan stops working. */
  expiresAt: number;
};

/** A transition, decided on the plan as it stands. `due`: whether time wakes it from now on. */
export type PlanChange = {
  changed: Partial<Pick<Plan, 'state' | 'items' | 'stoppedBy'>>;
  entry?: JournalEntry;
  due?: 'ensure' | 'remove';
};

/**
 * Each function is one transaction; whatever changes a plan that was confirmed or cancelled queues edits of its cards.
 * Before that it is one person's card, which is answered at the press.
 */
export type Plans = {
  propose(plan: NewPlan, ttlMs: number, entry: JournalEntry): Promise<Plan>;
  find(organization: string, id: string): Promise<Plan | undefined>;
  /** The plans that are under way. */
  running(organization: string): Promise<readonly Plan[]>;
  /** Undefined when there is no such plan; `decide` may refuse, and then nothing changes. */
  change(
    organization: string,
    id: string,
    decide: (plan: Plan, now: number) => PlanChange | undefined,
  ): Promise<Plan | undefined>;
};

/** In the due-table; the key is `<organization>/<id>`. */
export const planKind = 'plan';

const subjectStart = 'plan/';

export function planSubject(id: string): string {
  return `${subjectStart}${id}`;
}

export function planIdIn(subject: string): string | undefined {
  return subject.startsWith(subjectStart) ? subject.slice(subjectStart.length) : undefined;
}

export function planEntry(
  { id, organization, requestedBy, via, connection }: NewPlan,
  detail: { readonly [name: string]: Json },
): JournalEntry {
  const where = { connectionId: connection.id, tenantId: connection.tenantId };
  return { type: 'plan', organization, actor: requestedBy, via, ...where, detail: { plan: id, ...detail } };
}

/** Still one person's question: nothing has begun, and it runs out. */
export function isUnconfirmed({ state }: Pick<Plan, 'state'>): boolean {
  return state === 'choosing' || state === 'confirming';
}

export function chosenItems({ items }: Pick<Plan, 'items'>): readonly PlanItem[] {
  return items.filter(({ chosen }) => chosen);
}

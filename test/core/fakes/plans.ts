import type { DueItem, DueTable } from '../../../src/core/due.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import { type Plan, type PlanChange, type Plans, planKind } from '../../../src/core/plans/plan.ts';

/** Plans in memory, and the part of the due-table that wakes them; what is journaled with them goes to `record`. */
export function fakePlans(now: () => number, record: (entry: JournalEntry) => void) {
  const all = new Map<string, Plan>();
  const waiting = new Map<string, DueItem & { dueAt: number }>();

  const due: DueTable = {
    async ensure(kind, key) {
      if (!waiting.has(key)) waiting.set(key, { kind, key, claim: 0, fails: 0, dueAt: now() });
    },
    remove: async (_kind, key) => void waiting.delete(key),
    claim: async (_kind, limit) => [...waiting.values()].filter(({ dueAt }) => dueAt <= now()).slice(0, limit),
    async finish(item, nextMs, failed) {
      const fails = failed ? item.fails + 1 : 0;
      return waiting.has(item.key) && waiting.set(item.key, { ...item, fails, dueAt: now() + nextMs }).size > 0;
    },
  };

  const plans: Plans = {
    async propose(plan, ttlMs, entry) {
      const stored: Plan = { ...plan, state: 'choosing', createdAt: now(), expiresAt: now() + ttlMs };
      all.set(plan.id, stored);
      record(entry);
      return stored;
    },
    find: async (organization, id) => own(organization, id),
    running: async (organization) =>
      [...all.values()].filter((plan) => plan.organization === organization && plan.state === 'running'),
    async change(organization, id, decide) {
      const plan = own(organization, id);
      const decided = plan && decide(plan, now());
      return decided ? save(plan, decided) : plan;
    },
  };

  return { all, plans, due };

  async function save(plan: Plan, { changed, entry, due: wakes }: PlanChange): Promise<Plan> {
    const saved = { ...plan, ...changed };
    all.set(plan.id, saved);
    if (entry) record(entry);
    if (wakes) await due[wakes](planKind, `${plan.organization}/${plan.id}`);
    return saved;
  }

  function own(organization: string, id: string): Plan | undefined {
    const plan = all.get(id);
    return plan?.organization === organization ? plan : undefined;
  }
}

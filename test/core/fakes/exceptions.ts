import type { PolicyException, PolicyExceptions } from '../../../src/core/exceptions/policy-exception.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';

export type FakeExceptions = PolicyExceptions & { all: Map<string, PolicyException> };

/** Exceptions in memory; what is journaled with them goes to `record`. */
export function fakeExceptions(now: () => number, record: (entry: JournalEntry) => void): FakeExceptions {
  const all = new Map<string, PolicyException>();
  const recorded = new Set<PolicyException>();
  const placeOf = (connectionId: string, policyKey: string) => `${connectionId}/${policyKey}`;
  return {
    all,
    async accept(accepted, entry) {
      const stored = { ...accepted, acceptedAt: now(), inForce: accepted.expiresAt > now() };
      all.set(placeOf(accepted.connection.id, accepted.policyKey), stored);
      record(entry);
      return stored;
    },
    async withdraw({ connectionId, policyKey }, entry) {
      const withdrawn = all.delete(placeOf(connectionId, policyKey));
      if (withdrawn) record(entry);
      return withdrawn;
    },
    async list(organization, connectionId) {
      const own = [...all.values()].filter((one) => one.organization === organization);
      const there = own.filter(({ connection }) => connection.id === connectionId);
      return there.map((one) => ({ ...one, inForce: one.expiresAt > now() }));
    },
    async expire(entryOf) {
      const over = [...all.values()].filter((one) => one.expiresAt <= now() && !recorded.has(one));
      for (const one of over) {
        recorded.add(one);
        record(entryOf({ ...one, inForce: false }));
      }
      return over.length;
    },
  };
}

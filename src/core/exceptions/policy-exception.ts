import type { Person } from '../actors.ts';
import type { JournalEntry } from '../journal.ts';

/** A deviation from a secure value that somebody answers for until a day. */
export type NewException = {
  organization: string;
  connection: { id: string; tenantId: string; name: string };
  policyKey: string;
  reason: string;
  /** Who answers for it, as it was written down: a person or a team. */
  owner: string;
  acceptedBy: Person;
  /** Milliseconds since 1970, as all times here. */
  expiresAt: number;
};

export type PolicyException = NewException & {
  acceptedAt: number;
  /** Whether it still counts, by the database's clock. */
  inForce: boolean;
};

export type PolicyExceptions = {
  /** Takes the place of the one for the same setting and connection. */
  accept(accepted: NewException, entry: JournalEntry): Promise<PolicyException>;
  /** False when there is none. */
  withdraw(
    at: { organization: string; connectionId: string; policyKey: string },
    entry: JournalEntry,
  ): Promise<boolean>;
  /** One per setting at most; those that ran out are kept until they are withdrawn or replaced. */
  list(organization: string, connectionId: string): Promise<readonly PolicyException[]>;
  /** Records those that ran out since the last call. */
  expire(entryOf: (over: PolicyException) => JournalEntry): Promise<number>;
};

/** Keys of the settings whose deviation is accepted now. */
export async function acceptedKeys(
  exceptions: Pick<PolicyExceptions, 'list'>,
  { organization, id }: { organization: string; id: string },
): Promise<ReadonlySet<string>> {
  const listed = await exceptions.list(organization, id);
  return new Set(listed.filter(({ inForce }) => inForce).map(({ policyKey }) => policyKey));
}

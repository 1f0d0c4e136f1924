import { isObject } from './compare.ts';
import type { PolicyValue } from './entry.ts';
import type { Form } from './forms.ts';
import { sizeOf } from './size.ts';

/** How long a secret of an app may be good for. */
export const secretLifetime = lifetimeOf('passwordLifetime');
/** How long a certificate of an app may be good for. */
export const certificateLifetime = lifetimeOf('asymmetricKeyLifetime');

/** One restriction in a list that Graph replaces as a whole: the others stay, and a shorter lifetime is kept. */
function lifetimeOf(restrictionType: string): Form {
  const isIt = (one: unknown) => isObject(one) && sameText(one['restrictionType'], restrictionType);

  return {
    read: (property) => {
      const all = restrictionsIn(property);
      return all && lifetimeIn(all.filter(isIt));
    },
    write: (property, wanted, today) => {
      const present = restrictionsIn(property)?.find(isIt);
      const restriction = {
        restrictionType,
        restrictForAppsCreatedAfterDateTime: today,
        ...(isObject(present) ? present : {}),
        state: 'enabled',
        maxLifetime: shorter(isObject(present) ? present['maxLifetime'] : undefined, wanted),
      };
      return [...(restrictionsIn(property) ?? []).filter((one) => !isIt(one)), restriction];
    },
    others: (property) => (restrictionsIn(property) ?? []).filter((one) => !isIt(one)),
  };
}

function restrictionsIn(property: unknown): readonly unknown[] | undefined {
  if (property === null || property === undefined) return [];
  return Array.isArray(property) ? property : undefined;
}

/** Null: nothing limits it. Of several the longest counts, or one that nobody can measure. */
function lifetimeIn(found: readonly unknown[]): PolicyValue | undefined {
  const enabled = found.filter(isObject).filter((one) => sameText(one['state'], 'enabled'));
  const lifetimes = enabled.map((one) => one['maxLifetime'] ?? null);
  if (!lifetimes.every((one) => one === null || typeof one === 'string')) return undefined;
  const longestFirst = lifetimes.toSorted((one, other) => lengthOf(other) - lengthOf(one));
  return longestFirst[0] ?? null;
}

function lengthOf(lifetime: string | null): number {
  return sizeOf(lifetime) ?? Number.MAX_VALUE;
}

function shorter(present: unknown, wanted: PolicyValue): PolicyValue {
  if (typeof present !== 'string') return wanted;
  const [is, want] = [sizeOf(present), sizeOf(wanted)];
  return is !== undefined && want !== undefined && is > 0 && is < want ? present : wanted;
}

function sameText(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase();
}

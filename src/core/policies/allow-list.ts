import { authorizationPolicy } from './authorization-policy.ts';
import type { PolicyEntry } from './entry.ts';
import { securityDefaults } from './security-defaults.ts';

/** Every setting that can be hardened, the most severe first. */
export const allowList: readonly PolicyEntry[] = [securityDefaults, ...authorizationPolicy];

const byKey = new Map(allowList.map((entry) => [entry.key, entry]));

export function findPolicy(key: string): PolicyEntry | undefined {
  return byKey.get(key);
}

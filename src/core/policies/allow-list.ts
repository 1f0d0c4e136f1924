import { appSettings } from './app-settings.ts';
import { authenticationMethods } from './authentication-methods.ts';
import { authorizationPolicy } from './authorization-policy.ts';
import { consent } from './consent.ts';
import { deviceRegistration } from './device-registration.ts';
import { type PolicyEntry, severities } from './entry.ts';
import { groupGuests } from './group-guests.ts';
import { passwords } from './passwords.ts';
import { securityDefaults } from './security-defaults.ts';
import { sharePoint } from './sharepoint.ts';

/** Every setting that can be hardened, the most severe first. */
export const allowList: readonly PolicyEntry[] = [
  securityDefaults,
  ...authorizationPolicy,
  ...consent,
  ...authenticationMethods,
  ...passwords,
  ...appSettings,
  ...groupGuests,
  ...deviceRegistration,
  ...sharePoint,
].toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));

const byKey = new Map(allowList.map((entry) => [entry.key, entry]));

export function findPolicy(key: string): PolicyEntry | undefined {
  return byKey.get(key);
}

import type { Connection } from '../connections.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import type { PolicyEntry, Precondition } from './entry.ts';
import { judge } from './judge.ts';
import type { PolicyPort } from './policy-port.ts';
import { securityDefaults } from './security-defaults.ts';

/** What has to hold before a setting is written, in a sentence. */
export const preconditionWords = {
  noEnabledConditionalAccess:
    'Bulwark sets this only while no Conditional Access policy is on: Microsoft does not allow both.',
  securityDefaultsOff:
    'Bulwark sets this only while security defaults are off: with both, people can be locked out, as Microsoft warns.',
  noDeviceRegistrationPolicy:
    'Bulwark sets this only while no Conditional Access policy covers joining or registering devices: that one asks for MFA already.',
} as const satisfies Record<Precondition, string>;

/** Why an entry may not be hardened now, in a sentence. `refusal`: why that could not be found out. */
export type Obstacle = { why: string; refusal?: GraphRefusal };

type Check = (policies: PolicyPort, entry: PolicyEntry, connection: Connection) => Promise<Obstacle | undefined>;

const checks = {
  noEnabledConditionalAccess: whyNotBesideConditionalAccess,
  securityDefaultsOff: whyNotBesideSecurityDefaults,
  noDeviceRegistrationPolicy: whyNotBesideDevicePolicy,
} as const satisfies Record<Precondition, Check>;

/** What is in the way of hardening the entry now; undefined when nothing is. What cannot be read is in the way. */
export async function obstacleTo(
  policies: PolicyPort,
  entry: PolicyEntry,
  connection: Connection,
): Promise<Obstacle | undefined> {
  for (const precondition of entry.preconditions) {
    const obstacle = await checks[precondition](policies, entry, connection);
    if (obstacle) return obstacle;
  }
  return undefined;
}

async function whyNotBesideConditionalAccess(policies: PolicyPort, { title }: PolicyEntry, connection: Connection) {
  const reading = await policies.readConditionalAccess(connection);
  if (reading.status !== 'ok') {
    const why = `${title} replaces Conditional Access, and Conditional Access could not be read. Nothing was changed. Try again when it can be read.`;
    return { why, refusal: reading.refusal };
  }
  const { enabled } = reading.value;
  if (enabled === 0) return undefined;
  const those = enabled === 1 ? '1 Conditional Access policy is' : `${enabled} Conditional Access policies are`;
  const why = `${those} on in this tenant, and Microsoft does not allow security defaults beside Conditional Access. Nothing was changed: keep Conditional Access, or turn its policies off first.`;
  return { why };
}

async function whyNotBesideSecurityDefaults(policies: PolicyPort, _entry: PolicyEntry, connection: Connection) {
  const reading = await policies.read(connection, securityDefaults);
  const state = reading.status === 'ok' ? judge(securityDefaults, reading.value) : undefined;
  if (!state) {
    const why =
      'Turning a sign-in method off under security defaults can lock people out, and whether they are on could not be read. Nothing was changed. Try again when it can be read.';
    return { why, ...(reading.status !== 'ok' && { refusal: reading.refusal }) };
  }
  if (state.value === false) return undefined;
  const why =
    'Security defaults are on in this tenant, and turning a sign-in method off beside them can lock people out. Nothing was changed: use Conditional Access in place of security defaults first.';
  return { why };
}

async function whyNotBesideDevicePolicy(policies: PolicyPort, _entry: PolicyEntry, connection: Connection) {
  const reading = await policies.readConditionalAccess(connection);
  if (reading.status !== 'ok') {
    const why =
      'A Conditional Access policy may ask for MFA here already, and Conditional Access could not be read. Nothing was changed. Try again when it can be read.';
    return { why, refusal: reading.refusal };
  }
  if (reading.value.deviceRegistration === 0) return undefined;
  const why =
    'A Conditional Access policy already covers joining or registering devices, and Microsoft advises against having both. Nothing was changed: set MFA in that policy.';
  return { why };
}

import type { Json } from './call.ts';

export const securityDefaultsPath = '/policies/identitySecurityDefaultsEnforcementPolicy';
export const authorizationPolicyPath = '/policies/authorizationPolicy';

/** Tenant documents with one Conditional Access policy for each state. */
export function conditionalAccess(...states: readonly string[]): Json {
  const policies = states.map((state, at) => ({ id: `ca-${at}`, displayName: `Policy ${at}`, state }));
  return { '/identity/conditionalAccess/policies': policies };
}

export function securityDefaults(isEnabled: boolean): Json {
  return { [securityDefaultsPath]: { id: '00000000-0000-0000-0000-000000000005', isEnabled } };
}

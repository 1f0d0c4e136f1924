import { type GraphAnswer, graphError } from './call.ts';
import type { Denial } from './resources.ts';

export function isAllowed(permissions: readonly string[], roles: readonly string[]): boolean {
  return permissions.some((one) => one.split('+').every((name) => roles.includes(name)));
}

/** The 403 of each Microsoft service when the token lacks the app role; several are told apart by their words only. */
export function denied(denial: Denial, permissions: readonly string[], roles: readonly string[]): GraphAnswer {
  const missingScopes = 'You cannot perform the requested operation, required scopes are missing in the token.';
  const missingRoles = `Missing application roles. API required roles: ${permissions.join(',')}, application roles: ${roles.join(',')}.`;
  const answers: Record<Denial, [code: string, message: string]> = {
    directory: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
    accessDenied: ['AccessDenied', missingScopes],
    identityProtection: ['Forbidden', missingScopes],
    securityAlerts: ['Forbidden', missingRoles],
    authenticationMethods: ['accessDenied', 'Request Authorization failed'],
    reports: [
      'Authentication_MSGraphPermissionMissing',
      `The principal does not have required Microsoft Graph permission(s): ${permissions.join(', ')}`,
    ],
  };
  return graphError(403, ...answers[denial]);
}

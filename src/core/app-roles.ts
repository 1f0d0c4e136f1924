import { allowList } from './policies/allow-list.ts';

/** Application permissions of Microsoft Graph that the product makes use of. */
export type AppRoles = { read: readonly string[]; write: readonly string[] };

/** Confirming or dismissing a risk. */
export const rateRiskRole = 'IdentityRiskyUser.ReadWrite.All';

const policies = {
  read: ['Policy.Read.All', ...allowList.map(({ permissions }) => permissions.read)],
  write: allowList.map(({ permissions }) => permissions.write),
};

const threats = {
  read: [
    'IdentityRiskyUser.Read.All',
    'IdentityRiskEvent.Read.All',
    'SecurityAlert.Read.All',
    'User.Read.All',
    'GroupMember.Read.All',
    'RoleManagement.Read.Directory',
  ],
  write: ['User.EnableDisableAccount.All', 'User.RevokeSessions.All'],
};

/** Who changed a setting, for whoever finds that it was changed. */
const changes = { read: ['AuditLog.Read.All'] };

const tokenPolicies = { read: ['Application.Read.All'], write: ['Policy.ReadWrite.ApplicationConfiguration'] };

export const neededAppRoles: AppRoles = {
  read: [...new Set([...policies.read, ...threats.read, ...tokenPolicies.read, ...changes.read])],
  write: [...new Set([...policies.write, ...threats.write, ...tokenPolicies.write])],
};

/** Strong ones for little, which nobody is asked for: a connection without them lacks nothing. */
export const optionalAppRoles: readonly string[] = [rateRiskRole, 'Application.ReadWrite.All'];

/** What a connection with these app roles can be used for: one write permission makes it an AI Pilot one. */
export function modeOf(granted: readonly string[]): 'aiPilot' | 'read' {
  return neededAppRoles.write.some((role) => granted.includes(role)) ? 'aiPilot' : 'read';
}

export function missingAppRoles(granted: readonly string[]): readonly string[] {
  return [...neededAppRoles.read, ...neededAppRoles.write].filter((role) => !granted.includes(role));
}

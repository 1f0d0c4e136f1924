/** The tenant's Entra admin center; whoever opens it signs in there with their own rights. */
export function entraUrl({ tenantId }: { tenantId: string }): string {
  return `https://entra.microsoft.com/${encodeURIComponent(tenantId)}`;
}

/** The user's page in the Entra admin centre. */
export function entraUserUrl({ tenantId }: { tenantId: string }, userId: string): string {
  return `https://entra.microsoft.com/${encodeURIComponent(tenantId)}#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${encodeURIComponent(userId)}`;
}

/** The tenant's Entra admin center; whoever opens it signs in there with their own rights. */
export function entraUrl({ tenantId }: { tenantId: string }): string {
  return `https://entra.microsoft.com/${encodeURIComponent(tenantId)}`;
}

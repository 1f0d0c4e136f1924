/** ISO 8601 in UTC. */
export function timestamp(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

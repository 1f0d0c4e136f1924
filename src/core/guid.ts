const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In whatever letter case. */
export function isGuid(value: unknown): boolean {
  return typeof value === 'string' && guid.test(value);
}

/** An optional property is absent rather than empty. */
export function present<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { [name in Name]?: Value } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [name in Name]: Value });
}

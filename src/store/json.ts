/** Reads back what this room itself stored as JSON text. */
export function parse<T>(text: string): T {
  return JSON.parse(text);
}

export function parseOptional<T>(text: string | null): T | undefined {
  return text === null ? undefined : parse<T>(text);
}

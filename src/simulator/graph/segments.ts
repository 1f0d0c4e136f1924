/** `users('x')`, `applications(appId='x')` */
const keyed = /^(\w+)\((?:\w+=)?'((?:[^']|'')*)'\)$/;

/** The decoded segments of an encoded path, or `null` when it cannot be decoded. */
export function segmentsOf(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent)
      .flatMap((segment) => {
        const match = keyed.exec(segment);
        return match ? [match[1] ?? '', (match[2] ?? '').replaceAll("''", "'")] : [segment];
      });
  } catch {
    return null;
  }
}

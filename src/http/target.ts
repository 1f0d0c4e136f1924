import { fault } from './faults.ts';

/** A request target taken apart. `decoded` is what mounts and routes see; `path` is as received. */
export type Target = { path: string; decoded: string; query: URLSearchParams };

/** Takes a request target apart without judging it. A path that cannot be decoded keeps its raw form. */
export function readTarget(url: string): Target {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  return { path, decoded: decodePath(path) ?? path, query };
}

/**
 * Refuses a path that two readers could take for two different ones: dot segments, separators and control
 * characters in any spelling. No route needs them.
 * @throws HttpFault
 */
export function requirePlainPath({ path }: Target): void {
  const plain = path.startsWith('/') && !/[\\#]/.test(path) && path.split('/').every(isPlainSegment);
  if (!plain) {
    throw fault('invalid_request', 'The path is malformed. Percent-encode it once and leave out dots and slashes.');
  }
}

function isPlainSegment(segment: string): boolean {
  const decoded = decodePath(segment);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  return decoded !== undefined && decoded !== '.' && decoded !== '..' && !/[/\\\x00-\x1f\x7f]/.test(decoded);
}

function decodePath(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

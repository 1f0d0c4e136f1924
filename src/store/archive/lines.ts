import type { Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';

/** The lines of a file that may be larger than memory; only a line feed ends one. Its bytes go into the digest. */
export async function* linesOf(path: string, digest: Hash): AsyncGenerator<string> {
  if (!existsSync(path)) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    digest.update(chunk);
    rest = Buffer.concat([rest, chunk]);
    const end = rest.lastIndexOf(10);
    if (end < 0) continue;
    yield* rest.subarray(0, end).toString('utf8').split('\n');
    rest = rest.subarray(end + 1);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

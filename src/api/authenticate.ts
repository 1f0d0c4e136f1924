import type { KeyHolder } from '../core/actors.ts';
import { refuse } from '../core/errors.ts';
import type { HttpRequest } from '../http/mount.ts';

export type IdentifyKey = (presented: string) => Promise<KeyHolder | undefined>;

/** The holder of the request's `Authorization: Bearer ak_live_…`; the same refusal for every key that does not work. */
export async function authenticate(request: HttpRequest, identify: IdentifyKey): Promise<KeyHolder> {
  const [, presented = ''] = /^Bearer ([0-9A-Za-z_]{1,128})$/i.exec(request.headers['authorization'] ?? '') ?? [];
  return (
    (await identify(presented)) ??
    refuse('unauthenticated', 'Send a valid API key as "Authorization: Bearer ak_live_…".')
  );
}

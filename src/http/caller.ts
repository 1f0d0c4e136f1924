import type { Caller } from '../core/admission.ts';
import type { HttpRequest } from './mount.ts';

/** Who sends this request, as `Authorization: Bearer ak_live_…` says. */
export function callerOf({ headers, remoteAddress, method }: HttpRequest): Caller {
  const [, key = ''] = /^Bearer ([0-9A-Za-z_]{1,128})$/i.exec(headers['authorization'] ?? '') ?? [];
  return { key, address: remoteAddress, use: method === 'GET' || method === 'HEAD' ? 'read' : 'write' };
}

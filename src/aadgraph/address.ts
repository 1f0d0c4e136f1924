import type { HttpRequest } from '../http/mount.ts';

type Addressed = Pick<HttpRequest, 'headers'>;

/** The host as the client knows it. */
export function hostOf({ headers }: Addressed): string {
  const host = headers['host'] ?? '';
  return /^(\[[0-9a-f:]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host) ? host : 'localhost';
}

export function schemeOf({ headers }: Addressed): 'http' | 'https' {
  return headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
}

/** The address of the tenant, with its segment as the request named it. */
export function tenantBase(request: Addressed & Pick<HttpRequest, 'params'>): string {
  const tenant = encodeURIComponent(request.params['tenant'] ?? '');
  return `${schemeOf(request)}://${hostOf(request)}/${tenant}`;
}

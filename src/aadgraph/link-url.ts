import { refuse } from '../core/errors.ts';

/** What a `$links` body names: a policy, and the tenant its address lies in. Nothing is ever fetched from there. */
export type PolicyAddress = { tenant: string; policyId: string };

const retiredHost = 'graph.windows.net';

/** Reads `https://graph.windows.net/{tenant}/policies/{id}`; the host may be ours, the type be cast. */
export function readPolicyUrl(url: unknown, ownHost: string): PolicyAddress {
  if (typeof url !== 'string' || url === '')
    return refuse('invalid_request', "A value is required for property 'url'.");
  const [, host = '', tenant = '', policyId = ''] = address.exec(url) ?? [];
  if ([retiredHost, ownHost.toLowerCase()].includes(host.toLowerCase())) return { tenant: decoded(tenant), policyId };
  return refuseUrl();
}

const address =
  /^https?:\/\/([^/?#@\s]+)\/([^/?#\s]+)\/(?:policies|directoryObjects)\/([^/?#\s]+)(?:\/Microsoft\.DirectoryServices\.Policy)?\/?(?:\?[^#\s]*)?$/i;

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return refuseUrl();
  }
}

function refuseUrl(): never {
  refuse(
    'invalid_request',
    'The url must be the address of a policy of this tenant: https://graph.windows.net/{tenant}/policies/{object id}.',
  );
}

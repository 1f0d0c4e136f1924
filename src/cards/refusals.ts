import type { GraphRefusal, SourceStatus } from '../core/graph-answers.ts';
import { plain } from './text.ts';

type Words = { why: string; fix: string };

const askAdmin = 'An admin must grant consent again; then try again.';

/** Why Microsoft Graph said no, and what a person can do about it. */
const words = {
  permissionMissing: { why: "Bulwark's permission is missing or has expired", fix: askAdmin },
  appNotConsented: { why: 'this tenant has not consented to Bulwark, or has withdrawn its consent', fix: askAdmin },
  notLicensed: {
    why: 'this tenant has no licence for it',
    fix: 'Granting consent will not help; the licence is missing.',
  },
  throttled: { why: 'Microsoft Graph is busy', fix: 'Try again in 30 seconds.' },
  notFound: { why: 'Microsoft Graph did not find it', fix: 'Look at it in Entra.' },
  privilegedTarget: {
    why: 'Microsoft Graph protects it from apps',
    fix: 'A Global Administrator can do it in Entra.',
  },
  blockedByPolicy: {
    why: 'a Conditional Access policy of the tenant blocks Bulwark',
    fix: 'Ask an admin of the tenant to look at its policies for workload identities.',
  },
  tenantNotFound: {
    why: 'Microsoft does not know this tenant',
    fix: 'Ask a Bulwark admin to check the connection.',
  },
  operatorCredential: {
    why: "Bulwark's own sign-in to Microsoft failed",
    fix: 'Ask the people who run Bulwark to renew its credential.',
  },
  rejected: { why: 'Microsoft Graph refused it', fix: 'Look at it in Entra, then try again.' },
  badResponse: { why: 'Microsoft Graph gave an answer that Bulwark could not read', fix: 'Try again in a minute.' },
  unavailable: { why: 'Microsoft Graph could not be reached', fix: 'Try again in a minute.' },
} as const satisfies Record<GraphRefusal['reason'], Words>;

export function refusalWords({ reason, retryAfterS }: GraphRefusal): Words {
  const told = reason === 'throttled' && retryAfterS !== undefined;
  return told ? { ...words.throttled, fix: `Try again in ${retryAfterS} seconds.` } : words[reason];
}

/** What to tell Microsoft's support or look up; empty when Graph gave nothing. */
export function graphDetail({ permission, code, requestId }: GraphRefusal): string {
  const parts = [
    permission && `needs ${plain(permission)}`,
    code && `code ${plain(code)}`,
    requestId && `request ${plain(requestId)}`,
  ].filter(Boolean);
  return parts.length > 0 ? `Microsoft Graph: ${parts.join(' · ')}` : '';
}

/** Why a source shows nothing, for a line that has no room for more. */
export const unreadWords = {
  needsConsent: 'needs consent',
  notLicensed: 'not licensed',
  error: 'error, try again',
} as const satisfies Record<Exclude<SourceStatus, 'ok'>, string>;

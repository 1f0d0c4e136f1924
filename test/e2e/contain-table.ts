import type { Fault } from './simulated-world.ts';

/** What one write of a containment can meet, and how it then ends. */
export type Way = {
  name: string;
  fault?: Fault;
  status: 'ok' | 'failed' | 'unknown';
  reason?: string;
  /** Whether the tenant has what was wanted. */
  done: boolean;
  needsReconsent?: boolean;
};

function refusal(status: number, code: string, message: string): Fault {
  return { status, body: { error: { code, message } } };
}

const scopes = 'You cannot perform the requested operation, required scopes are missing in the token.';
const insufficient = 'Insufficient privileges to complete the operation.';
const consent = refusal(403, 'Forbidden', scopes);
const privileged = refusal(403, 'Authorization_RequestDenied', insufficient);
const failed = { status: 'failed', done: false } as const;

export const ways: readonly Way[] = [
  { name: 'an answer', status: 'ok', done: true },
  { name: '403 consent', fault: consent, ...failed, reason: 'permissionMissing', needsReconsent: true },
  { name: '403 privileged', fault: privileged, ...failed, reason: 'privilegedTarget' },
  { name: '404', fault: refusal(404, 'Request_ResourceNotFound', 'No.'), ...failed, reason: 'notFound' },
  { name: '429', fault: { status: 429, headers: { 'retry-after': '60' } }, ...failed, reason: 'throttled' },
  { name: '503', fault: refusal(503, 'ServiceUnavailable', 'Later.'), ...failed, reason: 'unavailable' },
  { name: 'a cut before', fault: { drop: 'before' }, status: 'unknown', done: false },
  { name: 'a cut after', fault: { drop: 'after' }, status: 'ok', done: true },
];

export const pairs = ways.flatMap((disable) => ways.map((revoke) => ({ disable, revoke })));

export function statusOfPair(disable: Way, revoke: Way): string {
  const statuses = [disable.status, revoke.status];
  if (statuses.includes('unknown')) return 'unknown';
  if (!statuses.includes('failed')) return 'done';
  return statuses.includes('ok') ? 'partial' : 'failed';
}

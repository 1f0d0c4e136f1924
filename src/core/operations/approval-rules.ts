import type { Access } from '../access.ts';
import { actorId } from '../actors.ts';
import { refuse } from '../errors.ts';
import type { OperationDraft, Verb } from './operation.ts';
import type { Cap, Limit } from './operation-store.ts';

export type ApprovalRules = {
  /** Verbs that always take two people. */
  verbs: readonly Verb[];
  /** What one conversation or key may contain in a tenant before a second person is asked. */
  limits: readonly Limit[];
  access: Pick<Access, 'grantOf'>;
};

/** Why this verb takes a second person, whatever its target. */
export function whyApproval({ verbs }: ApprovalRules, { verb }: OperationDraft): string | undefined {
  return verbs.includes(verb) ? 'Here this always takes two people.' : undefined;
}

/** By a second person, or by a key whose scope takes that person's place. */
export async function isApproved({ access }: ApprovalRules, { approvedBy, requestedBy }: OperationDraft) {
  if (approvedBy) return true;
  const grant = requestedBy.kind === 'key' ? await access.grantOf(requestedBy) : undefined;
  return grant?.scopes.includes('threats:contain+privileged') ?? false;
}

export function refuseUnapproved({ requestedBy }: OperationDraft, why: string): never {
  const way =
    requestedBy.kind === 'key'
      ? 'Use a key with the scope threats:contain+privileged, or ask for it in chat.'
      : 'A second person must approve it.';
  return refuse('approval_required', `${why} ${way}`);
}

/** Counted for the tenant and the conversation or key it comes from; another try of the same is not another one. */
export async function blastCap(rules: ApprovalRules, draft: OperationDraft): Promise<Cap | undefined> {
  const { verb, connection, via, requestedBy, of } = draft;
  if (of !== undefined) return undefined;
  const key = `${verb}/${connection.tenantId}/${via.conversation ?? actorId(requestedBy)}`;
  return { key, limits: (await isApproved(rules, draft)) ? [] : rules.limits };
}

export function refuseCapped({ limits }: ApprovalRules, draft: OperationDraft): never {
  const most = limits.map(({ most, withinMs }) => `${most} in ${inWords(withinMs)}`).join(' or ');
  return refuseUnapproved(draft, `This is beyond ${most}.`);
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}

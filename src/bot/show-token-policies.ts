import { pageOf } from '../cards/pages.ts';
import { tokenPoliciesCard, tokenPoliciesPageSize } from '../cards/token-policies.ts';
import { tokenPolicyCard } from '../cards/token-policy.ts';
import { deleteConfirmCard, unassignConfirmCard } from '../cards/token-policy-confirm.ts';
import { holds } from '../core/access.ts';
import type { Operation } from '../core/operations/operation.ts';
import { subjectOf, tokenPoliciesSubject } from '../core/operations/subjects.ts';
import type { Assignment } from '../core/token-policies/drafting.ts';
import type { TokenPolicyQuestion } from '../core/token-policies/read.ts';
import type { Asker, Desk, Reply } from './desk.ts';

type Wanted = { connectionId?: string | undefined };

/** One page of all token policies; what each is assigned to is read for those on the page only. */
export async function showTokenPolicies(desk: Desk, asker: Asker, { connectionId }: Wanted, page = 1): Promise<Reply> {
  const { connection, policies } = await desk.tokenPolicies.list(question(asker, connectionId));
  const ids = pageOf(policies, page, tokenPoliciesPageSize);
  const onPage = question(asker, connection.id);
  const items = await Promise.all(ids.items.map(({ id }) => desk.tokenPolicies.appliesTo(onPage, id)));
  const hasDefault = policies.some(({ isOrganizationDefault }) => isOrganizationDefault);
  const now = desk.runtime.now();
  const card = tokenPoliciesCard({ connection, page: { ...ids, items }, hasDefault, now });
  const subject = tokenPoliciesSubject(connection.id);
  return { card, about: { kind: 'tokenPolicies', subject, connectionId: connection.id } };
}

export async function showTokenPolicy(desk: Desk, asker: Asker, { connectionId }: Wanted, id: string): Promise<Reply> {
  const inUse = await desk.tokenPolicies.appliesTo(question(asker, connectionId), id);
  const mayWrite = holds(asker.roles, 'hardener');
  const card = tokenPolicyCard({ inUse, mayWrite, now: desk.runtime.now() });
  const { connection, policy } = inUse;
  const target = { kind: 'tokenPolicy', id: policy.id, label: policy.displayName } as const;
  const subject = subjectOf({ connection: { ...connection }, target });
  return { card, about: { kind: 'operation', subject, connectionId: connection.id } };
}

export async function confirmDelete(desk: Desk, asker: Asker, { connectionId }: Wanted, id: string): Promise<Reply> {
  const preview = await desk.tokenPolicies.previewRemoval(question(asker, connectionId), id);
  return { card: deleteConfirmCard({ preview, now: desk.runtime.now() }), about: aboutTarget(preview.operation) };
}

export async function confirmUnassign(
  desk: Desk,
  asker: Asker,
  { connectionId }: Wanted,
  assignment: Assignment,
): Promise<Reply> {
  const preview = await desk.tokenPolicies.previewUnassignment(question(asker, connectionId), assignment);
  return { card: unassignConfirmCard({ preview, now: desk.runtime.now() }), about: aboutTarget(preview.operation) };
}

function question({ person: actor, via }: Asker, connectionId: string | undefined): TokenPolicyQuestion {
  return { actor, via, where: connectionId === undefined ? {} : { connectionId } };
}

function aboutTarget(operation: Operation): NonNullable<Reply['about']> {
  return { kind: 'operation', subject: subjectOf(operation), connectionId: operation.connection.id };
}

import { planSubject } from '../plans/plan.ts';
import type { Operation, Target } from './operation.ts';

/** One operation at a time may change this target, however its tenant is connected. */
export function lockKey(operation: Pick<Operation, 'connection' | 'target'>): string {
  return `${operation.connection.tenantId}/${operation.target.kind}/${operation.target.id}`;
}

/** What a shown card is about: an outcome edits every card with its subject. */
export function subjectOf(operation: Pick<Operation, 'connection' | 'target'>): string {
  return `${operation.connection.id}/${operation.target.kind}/${operation.target.id}`;
}

/** The subject of posture cards, which show every setting of a connection. */
export function postureSubject(connectionId: string): string {
  return `${connectionId}/posture`;
}

/** The subject of cards that list the token policies of a connection. */
export function tokenPoliciesSubject(connectionId: string): string {
  return `${connectionId}/tokenPolicies`;
}

/** The subject of cards that list the risky users of a connection. */
export function riskySubject(connectionId: string): string {
  return `${connectionId}/risky`;
}

/** Everything that is to be shown anew when an operation ends. */
export function subjectsOf(operation: Pick<Operation, 'connection' | 'target' | 'plan'>): readonly string[] {
  const { connection, target, plan } = operation;
  const plans = plan === undefined ? [] : [planSubject(plan)];
  return [subjectOf(operation), listSubjects[target.kind](connection.id), ...plans];
}

const listSubjects = { policy: postureSubject, tokenPolicy: tokenPoliciesSubject, user: riskySubject } satisfies Record<
  Target['kind'],
  (connectionId: string) => string
>;

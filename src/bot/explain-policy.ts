import { explainCard } from '../cards/explain.ts';
import { holds } from '../core/access.ts';
import { findConnection } from '../core/connections.ts';
import { subjectOf } from '../core/operations/subjects.ts';
import { policyTarget, requirePolicy } from '../core/policies/require-policy.ts';
import type { Asker, Desk, Reply } from './desk.ts';

/** What a setting is, and where it stands in the connected tenant. */
export async function explainPolicy(
  desk: Desk,
  { person, via, roles }: Asker,
  policyKey: string,
  wanted?: string,
): Promise<Reply> {
  const policy = requirePolicy(policyKey);
  const posture = await desk.readPosture(person, via, wanted === undefined ? {} : { connectionId: wanted });
  const row = posture?.rows.find((candidate) => candidate.policy === policy);
  const read =
    posture && row ? { row, connectionName: posture.connection.name, connectionId: posture.connection.id } : {};
  return { card: explainCard({ policy, ...read, mayHarden: holds(roles, 'hardener') }) };
}

/** On a card that was pressed: from then on the message is about this setting. */
export async function explainPressed(desk: Desk, asker: Asker, policyKey: string, wanted?: string): Promise<Reply> {
  const { card } = await explainPolicy(desk, asker, policyKey, wanted);
  return { card, ...(await aboutPolicy(desk, asker, policyKey, wanted)) };
}

export async function aboutPolicy({ connections }: Desk, { person }: Asker, policyKey: string, wanted?: string) {
  const connection = await findConnection(connections, person, wanted);
  if (!connection) return {};
  const subject = subjectOf({ connection, target: policyTarget(requirePolicy(policyKey)) });
  return { about: { kind: 'operation', subject, connectionId: connection.id } } satisfies Partial<Reply>;
}

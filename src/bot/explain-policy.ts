import { explainCard } from '../cards/explain.ts';
import { holds } from '../core/access.ts';
import { requirePolicy } from '../core/harden.ts';
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

import { watchKey } from '../../core/alerts/watch.ts';
import { driftKind } from '../../core/drift/watch-drift.ts';
import type { Outcome } from '../../core/operations/operation-store.ts';
import { endRegression } from '../alerts/commit.ts';
import type { Executor } from '../database.ts';
import { hasten } from '../due.ts';
import { saveBaseline } from './drift.ts';

/** Long enough for Microsoft to say the same everywhere. */
const soonMs = 15_000;

/**
 * What was hardened is held to its new value from then on, and its alert ends; what we put back ourselves is held to
 * none.
 */
export async function holdToOutcome(tx: Executor, { draft, result }: Outcome): Promise<void> {
  if (result.kind !== 'policy' || draft.target.kind !== 'policy') return;
  const { organization, verb, connection, target, requestedBy: actor, via } = draft;
  const policyKey = target.id;
  const at = { policyKey, seenAt: await tx.now() };
  if (verb === 'undo' && result.refused === undefined) await saveBaseline(tx, connection.id, at);
  if (verb === 'harden' && result.verified) await saveBaseline(tx, connection.id, { ...at, value: result.to });
  await lookSoon(tx, organization, connection.id);
  if (verb !== 'harden' || !result.verified) return;
  await endRegression(tx, { ...connection, organization }, { policyKey, detail: 'hardened' }, { actor, via });
}

/** Alerts about settings follow what was decided of them. As in a look, the due row comes before the alerts. */
export async function lookSoon(tx: Executor, organization: string, connectionId: string): Promise<void> {
  await hasten(tx, driftKind, watchKey(organization, connectionId), (await tx.now()) + soonMs);
}

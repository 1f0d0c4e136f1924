import type { Alert, Finding } from '../alerts/alert.ts';
import type { AlertStore } from '../alerts/alert-store.ts';
import type { Sighting } from '../alerts/sighting.ts';
import { type Connection, type Connections, isPilot } from '../connections.ts';
import type { DueItem, DueTable } from '../due.ts';
import { isEntitled, type Organizations } from '../organizations.ts';
import type { PolicyPort } from '../policies/policy-port.ts';
import type { Posture, ReadPosture } from '../posture.ts';
import type { Baseline, DriftStore } from './baseline.ts';
import { changeInWords, driftOf, levelOf, type Regression } from './drift.ts';

/** In the due-table, with the key of the watch: one row a connection. */
export const driftKind = 'drift';

export type DriftPorts = {
  connections: Pick<Connections, 'find'>;
  organizations: Pick<Organizations, 'find'>;
  readPosture: ReadPosture;
  policies: Pick<PolicyPort, 'lastChange'>;
  alerts: Pick<AlertStore, 'open' | 'commit'>;
  drift: DriftStore;
  due: Pick<DueTable, 'remove' | 'finish'>;
  /** Milliseconds until the next look. */
  nextIn(item: DueItem, failed: boolean): number;
};

/** The clocks of Microsoft and of our database are not one. */
const skewMs = 5 * 60_000;

/** One look at the settings of one tenant, from reading them to what changed for the worse being durable. */
export async function watchDrift(ports: DriftPorts, item: DueItem): Promise<void> {
  const [organization = '', id = ''] = item.key.split('/');
  const connection = await ports.connections.find(organization, id);
  if (!connection) return ports.due.remove(item.kind, item.key);
  const isWatched = isPilot(connection) && (await isEntitled(ports.organizations, organization, 'policyManagement'));
  const { baselines, now } = await ports.drift.baselines(id);
  const posture = isWatched ? await read(ports, connection) : undefined;
  const failed = posture !== undefined && posture.score.judged === 0;
  const next = { inMs: ports.nextIn(item, failed), failed };
  if (!posture) return void (await ports.due.finish(item, next.inMs, false));
  const { regressions, endings, secured } = driftOf(posture, baselines, now);
  const found = await sightingsOf(ports, connection, regressions, now);
  const sightings = await stillHeld(ports, id, baselines, found);
  if (!(await ports.alerts.commit(item, next, connection, { sightings, endings }))) return;
  await ports.drift.keep(id, secured, scoreOf(posture, now));
}

function read({ readPosture }: DriftPorts, { id, organization }: Connection): Promise<Posture | undefined> {
  const actor = { kind: 'system', organization, name: 'drift' } as const;
  return readPosture(actor, { channel: 'system' }, { connectionId: id, fresh: true });
}

/** A setting that was hardened or put back here while it was looked at is for the next look. */
async function stillHeld(
  { drift }: DriftPorts,
  connectionId: string,
  before: readonly Baseline[],
  sightings: readonly Sighting[],
): Promise<readonly Sighting[]> {
  if (sightings.length === 0) return sightings;
  const seenAt = new Map(before.map((baseline) => [baseline.policyKey, baseline.seenAt]));
  const { baselines } = await drift.baselines(connectionId);
  const held = new Set(baselines.filter((one) => one.seenAt === seenAt.get(one.policyKey)).map((one) => one.policyKey));
  return sightings.filter(({ about }) => held.has(about.id));
}

function scoreOf({ score: { secure, judged, unread } }: Posture, at: number) {
  return judged === 0 ? undefined : { secure, judged, unread, at };
}

async function sightingsOf(
  ports: DriftPorts,
  connection: Connection,
  regressions: readonly Regression[],
  now: number,
): Promise<readonly Sighting[]> {
  const known = regressions.length > 0 ? await ports.alerts.open(connection.id) : [];
  const sightings: Sighting[] = [];
  for (const regression of regressions) {
    const alert = known.find(({ about }) => about.kind === 'policy' && about.id === regression.policy.key);
    const finding = knownChange(alert, regression) ?? (await findChange(ports, connection, regression));
    const { key: id, title, severity } = regression.policy;
    const about = { kind: 'policy', id, title } as const;
    // What was seen to since this look began is not seen again by it.
    const changedAt = alert ? alert.changedAt : now;
    sightings.push({ about, level: levelOf[severity], changedAt, findings: [finding] });
  }
  return sightings;
}

/** The audit log lags behind, so it is asked until it says who it was. */
function knownChange(alert: Alert | undefined, regression: Regression): Finding | undefined {
  return alert?.findings.find(({ at, what }) => at !== undefined && what === changeInWords(regression));
}

async function findChange({ policies }: DriftPorts, connection: Connection, regression: Regression): Promise<Finding> {
  const { policy, securedAt } = regression;
  const found = await policies.lastChange(connection, policy, securedAt - skewMs);
  const change = found.status === 'ok' ? found.value : undefined;
  return {
    ...{ kind: 'change', id: policy.key, what: changeInWords(regression), source: 'directoryAudits' },
    ...(change && { at: change.at, ...(change.by === undefined ? {} : { where: change.by }) }),
  };
}

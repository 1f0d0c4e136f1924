import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { JournalEntry, Json, Via } from '../journal.ts';
import type { AlertEvent } from './advance.ts';
import { type Alert, aboutKey } from './alert.ts';

/** As many events of one look as one row lists. */
const mostListed = 50;

const recorded: readonly AlertEvent['kind'][] = ['opened', 'raised', 'lowered', 'closed'];

/** The journal rows of what was opened, raised, lowered and closed, by a look unless somebody did it. */
export function eventEntries(
  { organization, id: connectionId, tenantId }: Pick<Connection, 'organization' | 'id' | 'tenantId'>,
  events: readonly AlertEvent[],
  by: Pick<JournalEntry, 'actor' | 'via'> = watchOf(organization),
): readonly JournalEntry[] {
  const told = events.filter(({ kind }) => recorded.includes(kind));
  const rows = Math.ceil(told.length / mostListed);
  return Array.from({ length: rows }, (_, row) => ({
    ...{ type: 'alert', organization, connectionId, tenantId, ...by },
    detail: { events: told.slice(row * mostListed, (row + 1) * mostListed).map(eventDetail) },
  }));
}

function watchOf(organization: string): Pick<JournalEntry, 'actor' | 'via'> {
  return { actor: { kind: 'system', organization, name: 'watch' }, via: { channel: 'system' } };
}

function eventDetail({ kind, alert }: AlertEvent): Json {
  const { id, about, level, closed } = alert;
  return { kind, alert: id, about: aboutKey(about), level, ...(closed && { how: closed.how }) };
}

/** The journal row of what somebody did about one alert. */
export function alertEntry(
  actor: Actor,
  via: Via,
  { id, about, connection }: Alert,
  detail: { readonly [name: string]: Json },
): JournalEntry {
  const { organization } = actor;
  const { id: connectionId, tenantId } = connection;
  return {
    type: 'alert',
    organization,
    actor,
    via,
    connectionId,
    tenantId,
    detail: { alert: id, about: aboutKey(about), ...detail },
  };
}

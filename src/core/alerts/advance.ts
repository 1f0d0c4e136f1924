import { type Alert, type AlertNote, aboutKey, type Finding, highest, isHigher, isSnoozed, noted } from './alert.ts';
import { mergeFindings } from './findings.ts';
import { attachSecurityAlerts } from './security-alerts.ts';
import type { Ending, Look, Sighting } from './sighting.ts';

/** What a look changed about one alert. */
export type AlertEvent = { kind: 'opened' | 'raised' | 'lowered' | 'found' | 'closed'; alert: Alert; note: AlertNote };

export type Advance = {
  /** As they are from now on: those that are new or changed. */
  alerts: readonly Alert[];
  events: readonly AlertEvent[];
};

export type Circumstances = Pick<Alert, 'organization' | 'connection'> & {
  now: number;
  newId(): string;
  /** Whether somebody asked to be told of security alerts of this level, beside the high ones. */
  wantsSecurityAlerts?(level: Alert['level']): boolean;
};

type Change = { alert: Alert; notes: readonly AlertNote[] };

/**
 * One step of every episode. `previous`: the last alert of each key. What is active starts one after none or after a
 * close, or goes into the one that is open; only proof ends it, and time does nothing.
 */
export function advance(previous: ReadonlyMap<string, Alert>, look: Look, circumstances: Circumstances): Advance {
  const { sightings: listed, endings, findings } = attachSecurityAlerts(previous, look, circumstances);
  const sightings = new Map(listed.map((sighting) => [aboutKey(sighting.about), sighting]));
  const found = Map.groupBy(findings, ({ key }) => key);
  const changes = [...sightings].flatMap(([key, sighting]) => {
    const more = (found.get(key) ?? []).map(({ finding }) => finding);
    return sighted(previous.get(key), { ...sighting, findings: [...sighting.findings, ...more] }, circumstances);
  });
  const alone = [...found].filter(([key]) => !sightings.has(key));
  const updates = alone.flatMap(([key, list]) => {
    const known = previous.get(key);
    return known && !known.closed
      ? updated(
          known,
          list.map(({ finding }) => finding),
          circumstances,
        )
      : [];
  });
  const closed = endings.flatMap((ending) => ended(previous.get(ending.key), ending, circumstances));
  return summed([...changes, ...updates, ...closed]);
}

function summed(changes: readonly Change[]): Advance {
  const events = changes.flatMap(({ alert, notes }) => notes.map((note) => ({ kind: note.kind, alert, note })));
  return { alerts: changes.map(({ alert }) => alert), events: events.filter(isEvent) };
}

function isEvent(event: { kind: AlertNote['kind']; alert: Alert; note: AlertNote }): event is AlertEvent {
  return ['opened', 'raised', 'lowered', 'found', 'closed'].includes(event.kind);
}

function sighted(known: Alert | undefined, sighting: Sighting, circumstances: Circumstances): readonly Change[] {
  if (!known) return [opened(sighting, circumstances)];
  if (!isOver(known)) return isOlder(sighting, known) ? [] : updated(known, sighting.findings, circumstances, sighting);
  if (!isNewer(sighting, known)) return [];
  const close = { key: aboutKey(known.about), how: 'dismissed', changedAt: known.changedAt } as const;
  return [...ended(known, close, circumstances), opened(sighting, circumstances)];
}

/** Closed, or dismissed by us with the proof still to come: lists lag behind what was written. */
function isOver({ closed, handled }: Alert): boolean {
  return closed !== undefined || (handled?.verb === 'dismissRisk' && handled.status === 'done');
}

function isOlder({ changedAt }: Sighting, known: Alert): boolean {
  return changedAt !== null && known.changedAt !== null && changedAt < known.changedAt;
}

/** A list that lags behind shows again what has ended; a new risk has a later time. Without times nothing is missed. */
function isNewer({ changedAt }: Sighting, known: Alert): boolean {
  return changedAt === null || known.changedAt === null || changedAt > known.changedAt;
}

function opened(sighting: Sighting, { now, newId, organization, connection }: Circumstances): Change {
  const { findings, total } = mergeFindings([], sighting.findings);
  const level = levelWith(sighting.riskLevel ?? sighting.level, findings);
  const note = { at: now, kind: 'opened', level } as const;
  const alert: Alert = {
    ...{ ...sighting, id: `alert_${newId()}`, organization, connection, level },
    ...{ findings, findingsTotal: total, openedAt: now, updatedAt: now, history: [note] },
  };
  return { alert, notes: [note] };
}

function updated(
  known: Alert,
  newest: readonly Finding[],
  { now }: Circumstances,
  sighting: Partial<Sighting> = {},
): readonly Change[] {
  const { findings, total, added } = mergeFindings(known.findings, newest, known.findingsTotal);
  const merged = { ...known, ...sighting, findings, findingsTotal: total };
  const level = levelWith(baseLevel(merged), findings);
  const alert = { ...merged, level, updatedAt: now };
  const notes = notesOf(known, level, added, now);
  if (notes.length === 0 && !differs(known, alert)) return [];
  return [{ alert: notes.reduce(noted, raisedAnew(alert, known)), notes }];
}

/** What the level is without the security alerts that name a user. */
function baseLevel({ about, riskLevel, level }: Alert): Alert['level'] | undefined {
  return about.kind === 'user' ? riskLevel : level;
}

function levelWith(base: Alert['level'] | undefined, findings: readonly Finding[]): Alert['level'] {
  const open = findings.filter(({ kind, resolved }) => kind === 'securityAlert' && !resolved);
  return highest([base, ...open.map(({ level }) => level)]) ?? 'low';
}

function notesOf(known: Alert, level: Alert['level'], added: readonly Finding[], at: number): readonly AlertNote[] {
  if (isHigher(level, known.level)) {
    const raised = { at, kind: 'raised', from: known.level, to: level } as const;
    return isSnoozed(known, at) ? [{ at, kind: 'snoozeBroken' }, raised] : [raised];
  }
  const lowered = level === known.level ? [] : [{ at, kind: 'lowered', from: known.level, to: level } as const];
  const [newest] = added;
  return newest ? [...lowered, { at, kind: 'found', count: added.length, what: newest.what }] : lowered;
}

/** Whoever took it, or put it off, did so at the lower level. */
function raisedAnew(alert: Alert, known: Alert): Alert {
  if (!isHigher(alert.level, known.level)) return alert;
  const { snoozed: _snoozed, acknowledged: _acknowledged, ...anew } = alert;
  return anew;
}

const shownFields = ['level', 'changedAt', 'riskState', 'riskDetail', 'riskLevel'] as const;

function differs(one: Alert, other: Alert): boolean {
  const differsIn = (field: (typeof shownFields)[number]) => one[field] !== other[field];
  return shownFields.some(differsIn) || JSON.stringify(one.findings) !== JSON.stringify(other.findings);
}

function ended(known: Alert | undefined, ending: Ending, { now }: Circumstances): readonly Change[] {
  if (!known || known.closed) return [];
  const { how, detail, changedAt } = ending;
  const by = ending.by ?? (how === 'dismissed' ? dismisserOf(known) : undefined);
  const who = by === undefined ? {} : { by };
  const why = detail === undefined ? {} : { detail };
  const note = { at: now, kind: 'closed', how, ...who, ...why } as const;
  const alert = { ...known, changedAt: changedAt ?? known.changedAt, closed: { at: now, how, ...who, ...why } };
  return [{ alert: noted(alert, note), notes: [note] }];
}

function dismisserOf({ handled }: Alert): string | undefined {
  return handled?.verb === 'dismissRisk' && handled.status === 'done' ? handled.by : undefined;
}

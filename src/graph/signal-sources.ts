import type { z } from 'zod/v4';
import type { Reading } from '../core/graph-answers.ts';
import type { Listing, RiskDetection, RiskyUser, SecurityAlert } from '../core/signals/signal-port.ts';
import { dayMs } from '../core/time.ts';
import type { Reader } from './batch.ts';
import type { Gateway } from './gateway.ts';
import { type Collection, type Interrupted, readPages } from './paging.ts';
import { refused } from './readings.ts';
import { callOf, type GraphRequest } from './requests.ts';
import { riskDetection, riskyUser, securityAlert } from './signal-answers.ts';
import { matching, riskyUsersMatching, signalReads } from './signal-requests.ts';

/** One collection of signals, and which part of it is wanted. */
export type SignalSource<T> = {
  request: GraphRequest;
  query: string;
  /** Asked instead, one by one, where the service does not take the query. */
  simpler: readonly string[];
  item: z.ZodType<T>;
  /** The query again, for what a simpler one lets through. */
  wanted(item: T): boolean;
};

const weekMs = 7 * dayMs;
const anything = () => true;

export const activeRiskyUsers: SignalSource<RiskyUser> = {
  request: signalReads.riskyUsers,
  query: riskyUsersMatching("riskState eq 'atRisk' or riskState eq 'confirmedCompromised'"),
  simpler: ["riskState eq 'atRisk'", "riskState eq 'confirmedCompromised'"].map((filter) => riskyUsersMatching(filter)),
  item: riskyUser,
  wanted: anything,
};

/** Whose risk changed within the week, whatever it is now. */
export function changedRiskyUsers(now: number): SignalSource<RiskyUser> {
  const query = riskyUsersMatching(`riskLastUpdatedDateTime ge ${weekBefore(now)}`, 500);
  return { request: signalReads.riskyUsers, query, simpler: [], item: riskyUser, wanted: anything };
}

/** `since`: changed from then on, where the service takes that; else what is of the last week. */
export function recentDetections(now: number, since?: number): SignalSource<RiskDetection> {
  const ofTheWeek = matching(`detectedDateTime ge ${weekBefore(now)}`);
  if (since !== undefined)
    return { ...recentDetections(now), query: changed('lastUpdatedDateTime', since), simpler: [ofTheWeek] };
  const query = ofTheWeek;
  return { request: signalReads.riskDetections, query, simpler: [], item: riskDetection, wanted: anything };
}

/** `since`: changed from then on, resolved ones as well. */
export function recentAlerts(now: number, since?: number): SignalSource<SecurityAlert> {
  const created = `createdDateTime ge ${weekBefore(now)}`;
  if (since !== undefined) {
    const query = changed('lastUpdateDateTime', since);
    return {
      request: signalReads.securityAlerts,
      query,
      simpler: [matching(created)],
      item: securityAlert,
      wanted: anything,
    };
  }
  return {
    request: signalReads.securityAlerts,
    query: matching(`status ne 'resolved' and ${created}`),
    simpler: [matching(created)],
    item: securityAlert,
    wanted: ({ status }) => status !== 'resolved',
  };
}

export function detectionsOf(userId: string): SignalSource<RiskDetection> {
  const query = matching(`userId eq '${userId}'`);
  return { request: signalReads.riskDetections, query, simpler: [], item: riskDetection, wanted: anything };
}

function weekBefore(now: number): string {
  return second(now - weekMs);
}

function changed(field: string, since: number): string {
  return matching(`${field} ge ${second(since)}`);
}

/** To the whole second: more is not asked for, and Graph's services differ in what they take. */
function second(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

export type SourceReader = { gateway: Gateway; root: string; reader: Reader; maxPages?: number; maxItems?: number };

export async function readSource<T>(from: SourceReader, source: SignalSource<T>): Promise<Reading<Listing<T>>> {
  const found = await readQuery(from, source.request, source.query);
  if ('items' in found) return listing(source, [found]);
  if (found.status !== 400 || source.simpler.length === 0) return refused(found.refusal);
  const parts: Collection[] = [];
  for (const query of source.simpler) {
    const part = await readQuery(from, source.request, query);
    if (!('items' in part)) return refused(part.refusal);
    parts.push(part);
  }
  return listing(source, parts);
}

/** The first page says what is wrong with a source; a later one that fails only leaves something out. */
async function readQuery(
  { gateway, root, reader, maxPages, maxItems }: SourceReader,
  request: GraphRequest,
  query: string,
): Promise<Collection | Interrupted> {
  const found = await readPages(gateway, root, callOf(request, reader.tenantId, { query }, reader), maxPages, maxItems);
  return 'items' in found || found.part.length === 0 ? found : { items: found.part, truncated: true };
}

/** What cannot be identified is left out: nobody could act on it. */
function listing<T>({ item, wanted }: SignalSource<T>, parts: readonly Collection[]): Reading<Listing<T>> {
  const items = parts.flatMap((part) => part.items).flatMap((one) => item.safeParse(one).data ?? []);
  const truncated = parts.some((part) => part.truncated);
  return { status: 'ok', value: { items: items.filter(wanted), truncated } };
}

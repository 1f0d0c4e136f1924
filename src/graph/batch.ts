import type { Reading } from '../core/graph-answers.ts';
import { isObject } from '../core/policies/compare.ts';
import { type Answer, headerFacts } from './answer.ts';
import type { GraphCall, Sent } from './call.ts';
import type { Gateway } from './gateway.ts';
import { refused, unreadable } from './readings.ts';
import { judge } from './refusals.ts';
import { type Clock, maxRetries, maxWaitMs, pauseMs, readBudget } from './retry.ts';

/** One reading inside a batch, of at most 20. */
export type BatchItem = { path: string; needed: readonly string[] };

export type Readings = ReadonlyMap<string, Reading<unknown>>;

/** For whom and until when something of several requests is read. */
export type Reader = Pick<GraphCall, 'tenantId' | 'explicit' | 'givesWay'> & { deadline: number };

type Session = { gateway: Gateway; clock: Clock; reader: Reader };
type Round = { tries: number; freshToken: boolean };
/** `again`: asking this one item once more may help. */
type Fate = { item: BatchItem; reading: Reading<unknown>; again?: { waitMs: number; freshToken: boolean } };

/** Reads several documents in one request. Each is metered by itself, so each has its own fate and its own retries. */
export async function readBatch(session: Session, items: readonly BatchItem[]): Promise<Readings> {
  const readings = new Map(await readRound(session, items, { tries: 0, freshToken: false }));
  for (const reading of readings.values()) {
    if (reading.status !== 'ok') session.gateway.hear(session.reader.tenantId, reading.refusal);
  }
  return readings;
}

type Pairs = [string, Reading<unknown>][];

async function readRound(session: Session, items: readonly BatchItem[], round: Round): Promise<Pairs> {
  const sent = await session.gateway.send(batchCall(session, items, round));
  const fates = items.map((item, at) => fateOf(sent, item, at, round));
  const pairs = fates.map(({ item, reading }): [string, Reading<unknown>] => [item.path, reading]);
  const unlucky = fates.flatMap(({ item, again }) => (again && again.waitMs <= maxWaitMs ? [{ item, ...again }] : []));
  const waitMs = Math.max(0, ...unlucky.map((one) => one.waitMs));
  if (unlucky.length === 0 || session.clock.now() + waitMs >= session.reader.deadline) return pairs;
  await session.clock.sleep(waitMs);
  const next = { tries: round.tries + 1, freshToken: unlucky.some((one) => one.freshToken) };
  const more = unlucky.map((one) => one.item);
  return [...pairs, ...(await readRound(session, more, next))];
}

function batchCall({ reader }: Session, items: readonly BatchItem[], { freshToken }: Round): GraphCall {
  const requests = items.map(({ path }, at) => ({ id: String(at), method: 'GET', url: path }));
  const body = JSON.stringify({ requests });
  return { ...reader, purpose: 'read', method: 'POST', path: '/$batch', body, needed: [], freshToken };
}

function fateOf(sent: Sent, item: BatchItem, at: number, round: Round): Fate {
  if (!sent.ok) return { item, reading: refused(sent.refusal) };
  const answer = answerTo(String(at), sent.body);
  if (!answer) return { item, reading: unreadable };
  if (answer.status >= 200 && answer.status < 300) return { item, reading: { status: 'ok', value: answer.body } };
  const circumstances = { endpoint: 'graph', path: item.path, write: false, needed: item.needed } as const;
  const { refusal, again } = judge(answer, { ...circumstances, granted: sent.granted });
  const fate = { item, reading: refused(refusal) };
  if (again === 'freshToken' && !round.freshToken) return { ...fate, again: { waitMs: 0, freshToken: true } };
  if (round.tries >= maxRetries || !readBudget.statuses.includes(answer.status)) return fate;
  return { ...fate, again: { waitMs: pauseMs(round.tries, answer), freshToken: false } };
}

/** The order of the responses means nothing: only the id does. */
function answerTo(id: string, body: unknown): Answer | undefined {
  const responses = isObject(body) && Array.isArray(body['responses']) ? body['responses'] : [];
  const found = responses.find((response) => isObject(response) && response['id'] === id);
  return found && Number.isInteger(found.status)
    ? { status: found.status, body: found.body, ...headersIn(found) }
    : undefined;
}

function headersIn({ headers }: { headers?: unknown }) {
  const listed = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), value]);
  return headerFacts((name) => new Map(listed as [string, unknown][]).get(name));
}

import type { z } from 'zod/v4';
import type { GraphRefusal, Reading, WriteOutcome } from '../core/graph-answers.ts';
import type { TokenPolicy } from '../core/token-policies/token-policy.ts';
import type { Sent } from './call.ts';
import { refused, unreadable } from './readings.ts';

type Refused = Extract<Sent, { ok: false }>;

export function refusedReading(sent: Refused): Reading<never> {
  return refused(refusalIn(sent));
}

export function outcomeOf(sent: Sent): WriteOutcome {
  if (sent.ok) return { kind: 'ok' };
  return { kind: sent.maybeDone ? 'unknown' : 'refused', refusal: refusalIn(sent) };
}

/** With Graph's own words, which the Azure AD Graph face hands on. */
function refusalIn({ refusal, status, message }: Refused): GraphRefusal {
  return status === undefined ? refusal : { ...refusal, said: { status, message: message ?? '' } };
}

/** An answer with another id was found by another name, such as an application id. */
export function foundReading<T extends { id: string }>(
  sent: Sent,
  answer: z.ZodType<T>,
  id: string,
): Reading<T | undefined> {
  if (!sent.ok) return sent.refusal.reason === 'notFound' ? { status: 'ok', value: undefined } : refusedReading(sent);
  const parsed = answer.safeParse(sent.body);
  if (!parsed.success) return unreadable;
  return { status: 'ok', value: parsed.data.id === id ? parsed.data : undefined };
}

/** Half a collection would be a wrong one. */
export function wholeReading<T>(items: readonly unknown[], answer: z.ZodType<T>): Reading<readonly T[]> {
  const known = items.flatMap((item) => answer.safeParse(item).data ?? []);
  return known.length === items.length ? { status: 'ok', value: known } : unreadable;
}

/** Both types as one collection, by id; a half that failed fails the whole. */
export function merged(readings: readonly Reading<readonly TokenPolicy[]>[]): Reading<readonly TokenPolicy[]> {
  const failed = readings.find((reading) => reading.status !== 'ok');
  if (failed) return failed;
  const policies = readings.flatMap((reading) => (reading.status === 'ok' ? reading.value : []));
  return { status: 'ok', value: policies.toSorted((one, other) => (one.id < other.id ? -1 : 1)) };
}

/** Found in one collection is found; absent is only what both say is absent. */
export function oneOf(readings: readonly Reading<TokenPolicy | undefined>[]): Reading<TokenPolicy | undefined> {
  const found = readings.find((reading) => reading.status === 'ok' && reading.value);
  const failed = readings.find((reading) => reading.status !== 'ok');
  return found ?? failed ?? { status: 'ok', value: undefined };
}

import type { z } from 'zod/v4';
import type { GraphRefusal, Reading, WriteOutcome } from '../core/graph-answers.ts';
import type { Sent } from './call.ts';
import { refusalOf } from './refusals.ts';

/** What the gateway brought back, in the words of core's ports. */

type Refused = { status: GraphRefusal['status']; refusal: GraphRefusal };

export function refused(refusal: GraphRefusal): Refused {
  return { status: refusal.status, refusal };
}

/** Graph answered something that is not what it documents. */
export const unreadable = refused(refusalOf({ fault: 'badResponse', status: 200 }));

/** Graph does not refuse what an app may not see of an object that it may list: it leaves the properties empty. */
export function hidden(permission: string): Refused {
  return refused({ status: 'needsConsent', reason: 'permissionMissing', needsReconsent: true, permission });
}

export function readingOf<T>(sent: Sent, schema: z.ZodType<T>): Reading<T> {
  if (!sent.ok) return refused(sent.refusal);
  const parsed = schema.safeParse(sent.body);
  return parsed.success ? { status: 'ok', value: parsed.data } : unreadable;
}

/** As {@link readingOf}, of an object that need not be there. */
export function readingOfOne<T>(sent: Sent, schema: z.ZodType<T>): Reading<T | undefined> {
  const absent = !sent.ok && sent.refusal.reason === 'notFound';
  return absent ? { status: 'ok', value: undefined } : readingOf(sent, schema);
}

export function outcomeOf(sent: Sent): WriteOutcome {
  if (sent.ok) return { kind: 'ok' };
  return { kind: sent.maybeDone ? 'unknown' : 'refused', refusal: sent.refusal };
}

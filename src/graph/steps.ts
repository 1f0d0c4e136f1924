import type { Context } from '@microsoft/microsoft-graph-client';
import type { Cloud } from '../core/clouds.ts';
import type { RateSlot } from '../core/rate-slot.ts';
import type { Denied, GraphCall, Trip } from './call.ts';
import type { Egress } from './egress.ts';
import { type Fault, fail, faultOf } from './faults.ts';
import type { Step } from './middleware.ts';
import { pace } from './pacing.ts';
import { type Budget, type Clock, onceBudget, readBudget, retried, writeBudget } from './retry.ts';
import { headersOf, signing, urlOf } from './signing.ts';
import type { OnNews, Tokens } from './tokens.ts';
import type { Transport } from './transport.ts';

export type GatewayParts = {
  cloud: Cloud;
  tokens: Tokens;
  transport: Transport;
  egress: Egress;
  rateSlot: RateSlot;
  clock: Clock;
  writeDeadlineMs: number;
  /** Told of every request that was not on the egress list, before it fails. */
  onDenied(denied: Denied): void;
  onNews: OnNews;
};

/** The way out of one call: sign, try within the budget, check against the list, send. */
export function stepsOf(parts: GatewayParts, call: GraphCall, trip: Trip): readonly Step[] {
  return [
    signing(parts, call, trip, (context) => deny(parts, call, context)),
    trying(parts, call, trip),
    departing(parts, call),
    sending(parts),
  ];
}

function trying({ rateSlot, clock, writeDeadlineMs }: GatewayParts, call: GraphCall, trip: Trip): Step {
  const write = call.purpose !== 'read';
  const budget: Budget = write ? { ...(call.once ? onceBudget : writeBudget), tryMs: writeDeadlineMs } : readBudget;
  return async (context, next) => {
    const deadline = trip.deadline ?? Math.min(call.deadline ?? Number.POSITIVE_INFINITY, clock.now() + budget.totalMs);
    trip.deadline = deadline;
    return retried(clock, budget, deadline, async (timeoutMs) => {
      await pace(rateSlot, clock, call, deadline);
      context.options = { ...context.options, signal: AbortSignal.timeout(timeoutMs) };
      return noting(trip, next);
    });
  };
}

/** Remembers whether a try may have taken effect without saying so: a later refusal does not take that back. */
async function noting(trip: Trip, next: () => Promise<Response>): Promise<Response> {
  try {
    const response = await next();
    trip.maybeDone ||= [500, 502, 504].includes(response.status);
    return response;
  } catch (thrown) {
    const { fault } = faultOf(thrown);
    trip.maybeDone ||= fault === 'lost' || fault === 'timeout';
    throw thrown;
  }
}

function departing(parts: GatewayParts, call: GraphCall): Step {
  return async (context, next) => {
    if (!parts.egress.allows(departureOf(call, context))) deny(parts, call, context);
    return next();
  };
}

function sending({ cloud, transport }: GatewayParts): Step {
  return async (context) => {
    const { method = 'GET', body, signal } = context.options ?? {};
    const path = urlOf(context).slice(cloud.graphUrl.length);
    const request = { method, headers: headersOf(context), ...(typeof body === 'string' && { body }) };
    return transport.send(path, request, signal ?? AbortSignal.timeout(readBudget.tryMs));
  };
}

function deny(parts: GatewayParts, call: GraphCall, context: Context): never {
  const departure = departureOf(call, context);
  parts.onDenied({ ...departure, tenantId: call.tenantId });
  fail({ fault: 'denied', method: departure.method, path: call.path } satisfies Fault);
}

function departureOf({ purpose, before }: GraphCall, context: Context) {
  const { method = 'GET', body } = context.options ?? {};
  return { purpose, method, url: urlOf(context), body: body === undefined ? undefined : String(body), before };
}

import type { RateSlot } from '../core/rate-slot.ts';
import type { GraphCall } from './call.ts';
import { fail } from './faults.ts';
import { type Clock, maxWaitMs } from './retry.ts';

const slowServices = ['/identity/conditionalAccess/', '/identityProtection/'];

type Paced = Pick<GraphCall, 'tenantId' | 'path' | 'givesWay'>;

/** Waits until a request to a service that all apps share at one request per second and tenant may be sent. */
export async function pace(
  rateSlot: RateSlot,
  clock: Clock,
  { tenantId, path, givesWay }: Paced,
  deadline = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (!slowServices.some((service) => path.startsWith(service))) return;
  if (givesWay) return waitForSpare(rateSlot, clock, tenantId, deadline);
  const waitMs = await rateSlot.next(tenantId);
  if (waitMs > maxWaitMs) failThrottled(waitMs);
  if (waitMs > 0) await clock.sleep(waitMs);
}

/** Takes a turn that nobody else wants: whoever comes in meanwhile is served first. */
async function waitForSpare(rateSlot: RateSlot, clock: Clock, tenantId: string, deadline: number): Promise<void> {
  for (;;) {
    const waitMs = await rateSlot.spare(tenantId);
    if (waitMs === 0) return;
    if (clock.now() + waitMs >= deadline) failThrottled(waitMs);
    await clock.sleep(waitMs);
  }
}

function failThrottled(waitMs: number): never {
  const retryAfterS = Math.ceil(waitMs / 1000);
  fail({ fault: 'refused', refusal: { status: 'error', reason: 'throttled', needsReconsent: false, retryAfterS } });
}

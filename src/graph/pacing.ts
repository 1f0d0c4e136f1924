import type { RateSlot } from '../core/rate-slot.ts';
import { fail } from './faults.ts';
import { type Clock, maxWaitMs } from './retry.ts';

const slowServices = ['/identity/conditionalAccess/', '/identityProtection/'];

/** Waits until a request to a service that all apps share at one request per second and tenant may be sent. */
export async function pace(rateSlot: RateSlot, clock: Clock, tenantId: string, path: string): Promise<void> {
  if (!slowServices.some((service) => path.startsWith(service))) return;
  const waitMs = await rateSlot.next(tenantId);
  if (waitMs > maxWaitMs) failThrottled(waitMs);
  if (waitMs > 0) await clock.sleep(waitMs);
}

function failThrottled(waitMs: number): never {
  const retryAfterS = Math.ceil(waitMs / 1000);
  fail({ fault: 'refused', refusal: { status: 'error', reason: 'throttled', needsReconsent: false, retryAfterS } });
}

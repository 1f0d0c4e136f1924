import { isObject, type JsonObject } from '../json.ts';
import { listAt, type Tenant } from '../world/tenant.ts';
import { type GraphAnswer, graphError } from './call.ts';

type Licensed = { path: RegExp; plans: readonly string[] };

const licensed: readonly Licensed[] = [
  { path: /^identityProtection\/riskyUsers/i, plans: ['AAD_PREMIUM_P2'] },
  { path: /^identityProtection\/riskDetections/i, plans: ['AAD_PREMIUM', 'AAD_PREMIUM_P2'] },
];

/** The refusal to a tenant whose licences are known and do not cover what is asked. */
export function refusedForLicence(tenant: Tenant, segments: readonly string[]): GraphAnswer | undefined {
  const needed = licensed.find(({ path }) => path.test(segments.join('/')));
  const owned = listAt(tenant, '/subscribedSkus').flatMap(plansOf);
  if (!needed || owned.length === 0 || needed.plans.some((plan) => owned.includes(plan))) return undefined;
  return graphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.');
}

function plansOf(sku: JsonObject): unknown[] {
  const plans = Array.isArray(sku['servicePlans']) ? sku['servicePlans'] : [];
  return plans.filter(isObject).map((plan) => plan['servicePlanName']);
}

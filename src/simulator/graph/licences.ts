import { isObject, type JsonObject } from '../json.ts';
import { listAt, type Tenant } from '../world/tenant.ts';
import { type GraphAnswer, graphError } from './call.ts';

type Licensed = { path: RegExp; plans: readonly string[]; writes?: true; refusal: GraphAnswer };

const premium = ['AAD_PREMIUM', 'AAD_PREMIUM_P2'];
const unlicensed = graphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.');

const licensed: readonly Licensed[] = [
  { path: /^identityProtection\/riskyUsers/i, plans: ['AAD_PREMIUM_P2'], refusal: unlicensed },
  { path: /^identityProtection\/riskDetections/i, plans: premium, refusal: unlicensed },
  {
    path: /^reports\/authenticationMethods/i,
    plans: premium,
    refusal: graphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Tenant is not a B2C tenant and doesn't have premium license",
    ),
  },
  {
    path: /^groupSettings/i,
    plans: premium,
    writes: true,
    refusal: graphError(
      403,
      'AccessDenied',
      'Your tenant is not licensed for this feature. Please upgrade your subscription to access it.',
    ),
  },
  {
    path: /^admin\/sharepoint/i,
    plans: ['SHAREPOINTSTANDARD', 'SHAREPOINTENTERPRISE'],
    refusal: graphError(400, 'BadRequest', 'Tenant does not have a SPO license.'),
  },
];

/** The refusal to a tenant whose licences are known and do not cover what is asked. */
export function refusedForLicence(
  tenant: Tenant,
  method: string,
  segments: readonly string[],
): GraphAnswer | undefined {
  const isWrite = method !== 'GET';
  const needed = licensed.find(({ path, writes }) => path.test(segments.join('/')) && (isWrite || !writes));
  const owned = listAt(tenant, '/subscribedSkus').flatMap(plansOf);
  if (!needed || owned.length === 0 || needed.plans.some((plan) => owned.includes(plan))) return undefined;
  return needed.refusal;
}

function plansOf(sku: JsonObject): unknown[] {
  const plans = Array.isArray(sku['servicePlans']) ? sku['servicePlans'] : [];
  return plans.filter(isObject).map((plan) => plan['servicePlanName']);
}

import type { JsonObject } from '../json.ts';
import { conditionalAccessPolicies, groupSettings, tokenDocuments } from './contoso-policies.ts';
import { registrations } from './contoso-registrations.ts';
import { contosoRisk } from './contoso-risk.ts';
import { contosoDirectory } from './contoso-users.ts';
import { defaultDocuments, domainOf } from './defaults.ts';

/** The home tenant: a company that never looked at most of its settings. Times are relative to `now`. */
export function contosoDocuments(homeTenantId: string, now: number): JsonObject {
  return {
    ...defaultDocuments(homeTenantId, 'contoso.com', 'Contoso'),
    '/domains': [domainOf('contoso.com'), domainOf('contoso.onmicrosoft.com', false)],
    '/subscribedSkus': [licence],
    '/identity/conditionalAccess/policies': conditionalAccessPolicies(now),
    '/groupSettings': groupSettings,
    '/reports/authenticationMethods/userRegistrationDetails': registrations(now),
    ...tokenDocuments,
    ...contosoDirectory(now),
    ...contosoRisk(homeTenantId, now),
  };
}

const plans: ReadonlyArray<readonly [name: string, id: string]> = [
  ['AAD_PREMIUM', '41781fb2-bc02-4b7c-bd55-b576c07bb09d'],
  ['AAD_PREMIUM_P2', 'eec0eb4f-6444-4f95-aba0-50c24d67f998'],
  ['WINDEFATP', '871d91ec-ec1a-452b-a83f-bd76c7d770ef'],
  ['SHAREPOINTENTERPRISE', '5dbe027f-2339-4123-9542-606e4d348a72'],
  ['MTP', 'bf28f719-7844-4079-9c78-c1307898e192'],
];

const licence = {
  id: '8f2c1a70-3b5d-4e19-9c64-a1d7b20e5f31_06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  skuPartNumber: 'SPE_E5',
  capabilityStatus: 'Enabled',
  consumedUnits: 12,
  prepaidUnits: { enabled: 25, suspended: 0, warning: 0 },
  servicePlans: plans.map(([servicePlanName, servicePlanId]) => ({
    servicePlanId,
    servicePlanName,
    provisioningStatus: 'Success',
    appliesTo: 'User',
  })),
};

import { isObject, isObjectArray, type JsonObject, textOf } from '../json.ts';
import { listAt, objectAt } from '../world/tenant.ts';
import { badGraphRequest, type GraphAnswer, type GraphCall, graphError, pathOf, uniquenessViolation } from './call.ts';
import { isPrivileged } from './directory-roles.ts';
import { isValidDefinition } from './token-definition.ts';

type Rule = {
  path: RegExp;
  /** `before` is undefined for a new object. */
  refuse(call: GraphCall, after: JsonObject, before?: JsonObject): GraphAnswer | undefined;
};

const conditionalAccessPath = '/identity/conditionalAccess/policies';
const securityDefaultsPath = '/policies/identitySecurityDefaultsEnforcementPolicy';

const rules: readonly Rule[] = [
  { path: /^\/policies\/identitySecurityDefaultsEnforcementPolicy$/i, refuse: refuseDefaultsBesideConditionalAccess },
  { path: /^\/identity\/conditionalAccess\/policies(\/|$)/i, refuse: refuseConditionalAccessBesideDefaults },
  { path: /^\/policies\/authenticationMethodsPolicy\/authenticationMethodConfigurations\//i, refuse: refuseUntyped },
  { path: /^\/groupSettings\//i, refuse: refusePartOfValues },
  { path: /^\/groupSettings$/i, refuse: refuseSecondSettings },
  { path: /^\/users\//i, refuse: refusePrivilegedTarget },
  { path: /^\/policies\/token\w+Policies(\/|$)/i, refuse: refuseDefinition },
  { path: /^\/policies\/\w+Policies(\/|$)/i, refuse: refuseSecondDefault },
];

/** What Microsoft refuses for reasons other than a missing permission. */
export function refusedWrite(call: GraphCall, after: JsonObject, before?: JsonObject): GraphAnswer | undefined {
  const path = pathOf(call);
  for (const rule of rules) {
    const refused = rule.path.test(path) ? rule.refuse(call, after, before) : undefined;
    if (refused) return refused;
  }
  return undefined;
}

/** The properties Microsoft adds to a new object. */
export function created(call: GraphCall, item: JsonObject): JsonObject {
  const path = pathOf(call);
  if (path === conditionalAccessPath) {
    const createdDateTime = new Date(call.now).toISOString();
    return { templateId: null, ...item, createdDateTime, modifiedDateTime: null };
  }
  if (!path.startsWith('/policies/')) return item;
  return { deletedDateTime: null, description: null, isOrganizationDefault: false, ...item };
}

function refuseDefaultsBesideConditionalAccess(call: GraphCall, after: JsonObject): GraphAnswer | undefined {
  const enabled = listAt(call.tenant, conditionalAccessPath).some((policy) => policy['state'] === 'enabled');
  if (after['isEnabled'] !== true || !enabled) return undefined;
  const message =
    'Your organization is using Conditional Access policies which prevents you from enabling security defaults.';
  return graphError(400, 'BadRequest', message);
}

function refuseConditionalAccessBesideDefaults(call: GraphCall, after: JsonObject): GraphAnswer | undefined {
  const defaults = objectAt(call.tenant, securityDefaultsPath)?.['isEnabled'] === true;
  if (after['state'] !== 'enabled' || !defaults) return undefined;
  const message =
    'Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy.';
  return graphError(400, 'BadRequest', message);
}

function refuseUntyped(call: GraphCall, _after: JsonObject, before?: JsonObject): GraphAnswer | undefined {
  const type = isObject(call.body) ? call.body['@odata.type'] : undefined;
  if (typeof type === 'string' && type === before?.['@odata.type']) return undefined;
  return graphError(
    400,
    'BadRequest',
    "The property '@odata.type' is required and must name the configuration's type.",
  );
}

function namesOf(values: unknown): string[] {
  return isObjectArray(values) ? values.map((one) => textOf(one['name'])) : [];
}

function refusePartOfValues(_call: GraphCall, after: JsonObject, before?: JsonObject): GraphAnswer | undefined {
  const sent = namesOf(after['values']);
  const lost = namesOf(before?.['values']).find((name) => !sent.includes(name));
  return lost === undefined ? undefined : badGraphRequest(`The value for '${lost}' is missing: send every value.`);
}

function refuseSecondSettings(call: GraphCall, after: JsonObject): GraphAnswer | undefined {
  const taken = listAt(call.tenant, '/groupSettings').some((one) => one['templateId'] === after['templateId']);
  return taken
    ? badGraphRequest(
        'A conflicting object with one or more of the specified property values is present in the directory.',
      )
    : undefined;
}

function refusePrivilegedTarget(call: GraphCall, after: JsonObject, before?: JsonObject): GraphAnswer | undefined {
  const touched = after['accountEnabled'] !== before?.['accountEnabled'];
  if (!touched || !isPrivileged(call.tenant, textOf(after['id']))) return undefined;
  return graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function refuseDefinition(call: GraphCall, after: JsonObject, before?: JsonObject): GraphAnswer | undefined {
  if (textOf(after['displayName']) === '')
    return badGraphRequest("A value is required for property 'displayName' of resource 'Policy'.");
  if (after['definition'] === before?.['definition'] && before) return undefined;
  if (isValidDefinition(call.segments[1] ?? '', after['definition'])) return undefined;
  return badGraphRequest('Property definition has an invalid value.');
}

function refuseSecondDefault(call: GraphCall, after: JsonObject): GraphAnswer | undefined {
  const siblings = listAt(call.tenant, `/${call.segments.slice(0, 2).join('/')}`);
  const taken = siblings.some((one) => one['isOrganizationDefault'] === true && one['id'] !== after['id']);
  return after['isOrganizationDefault'] === true && taken ? uniquenessViolation : undefined;
}

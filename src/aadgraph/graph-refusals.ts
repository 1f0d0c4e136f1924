import type { GraphRefusal } from '../core/graph-answers.ts';
import { type ODataError, throttled } from './odata-error.ts';

const defaultWaitS = 30;

/** What Microsoft Graph said no to, as Azure AD Graph would have said it. */
export function graphError(refusal: GraphRefusal): ODataError {
  return repeated(refusal) ?? byReason[refusal.reason](refusal);
}

/** Graph took over the codes of its predecessor, so its own words can be handed on. */
function repeated({ said, code = '' }: GraphRefusal): ODataError | undefined {
  if (!said || ![400, 404, 409].includes(said.status)) return undefined;
  if (code === 'Directory_ConcurrencyViolation') return throttled(1);
  const known = /^(Request|Directory)_/.test(code);
  if (!known && said.status !== 400) return undefined;
  return { status: said.status, code: known ? code : 'Request_BadRequest', message: said.message || 'Bad request.' };
}

function denied(message: string): () => ODataError {
  return () => ({ status: 403, code: 'Authorization_RequestDenied', message });
}

function failed(message: string): () => ODataError {
  return () => ({ status: 502, code: 'Service_InternalServerError', message });
}

const unconsented = denied(
  "Insufficient privileges to complete the operation. Bulwark's consent for this tenant is missing or lacks a permission; an admin must grant it again.",
);
const unreachable = failed('Microsoft Graph could not be reached. Try again in a minute.');

/** Never a 401: clients answer it by fetching a new token, which would not help. */
const byReason = {
  permissionMissing: unconsented,
  appNotConsented: unconsented,
  notLicensed: denied('The tenant has no licence for this. Granting consent again will not help.'),
  throttled: ({ retryAfterS = defaultWaitS }) => throttled(retryAfterS),
  notFound: () => ({
    status: 404,
    code: 'Request_ResourceNotFound',
    message: 'Resource does not exist or one of its queried reference-property objects are not present.',
  }),
  privilegedTarget: denied('Insufficient privileges to complete the operation.'),
  blockedByPolicy: denied('A Conditional Access policy of the tenant blocks Bulwark.'),
  tenantNotFound: denied('Microsoft does not know this tenant. Ask a Bulwark admin to check the connection.'),
  operatorCredential: failed("Bulwark's own sign-in to Microsoft failed. Ask whoever runs Bulwark."),
  rejected: denied('Insufficient privileges to complete the operation.'),
  badResponse: failed('Microsoft Graph gave an answer that could not be read. Try again in a minute.'),
  unavailable: unreachable,
} as const satisfies Record<GraphRefusal['reason'], (refusal: GraphRefusal) => ODataError>;

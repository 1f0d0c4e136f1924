import { randomUUID } from 'node:crypto';
import type { Answer } from '../http.ts';

export type Refusal = { status: 400 | 401; error: string; code: number; text: string };

function refusal(status: 400 | 401, error: string, code: number, text: string): Refusal {
  return { status, error, code, text };
}

/** What Microsoft's token endpoint refuses, in its own words. */
export const refusals = {
  grantType: refusal(
    400,
    'unsupported_grant_type',
    70003,
    "The app requested an unsupported grant type. Send grant_type 'client_credentials'.",
  ),
  tenantNotFound: (name: string) =>
    refusal(
      400,
      'invalid_request',
      90002,
      `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    ),
  appNotFound: (client: string, tenantId: string) =>
    refusal(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${client}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    ),
  scope: (scope: string) =>
    refusal(
      400,
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  secret: (client: string) =>
    refusal(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client}'.`,
    ),
  assertion: refusal(
    401,
    'invalid_client',
    700027,
    'The certificate with identifier used to sign the client assertion is not registered on application.',
  ),
} as const;

export function tokenError({ status, error, code, text }: Refusal, now: number): Answer {
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const trail = `Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
  const body = {
    error,
    error_description: `AADSTS${code}: ${text} ${trail}`,
    error_codes: [code],
    timestamp,
    trace_id,
    correlation_id,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
  return { status, body };
}

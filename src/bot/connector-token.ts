import { z } from 'zod/v4';
import type { Cloud } from '../core/clouds.ts';

/**
 * What proves to Microsoft Entra that the bot is the bot: a secret, or a signed assertion for one token endpoint. A bot
 * that is a managed identity has nothing to prove and gets its tokens from the machine.
 */
export type BotCredential = AppCredential | { token: (audience: string) => Promise<string> };
type AppCredential = { secret: string } | { assertion: (audience: string) => Promise<string> };

type BotRegistration = { cloud: Cloud; appId: string; tenant: string; credential: BotCredential; now: () => number };

const renewBeforeMs = 5 * 60_000;
const timeoutMs = 10_000;

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** Access tokens for the connector, by the client credentials flow. One request at a time, kept until shortly before expiry. */
export function createConnectorToken(registration: BotRegistration): () => Promise<string> {
  const { cloud, now, credential } = registration;
  if ('token' in credential) return () => credential.token(cloud.connectorAudience);
  const signIn = { ...registration, credential };
  let current = { token: '', renewAt: 0 };
  let renewing: Promise<void> | undefined;

  async function renew(): Promise<void> {
    try {
      const answer = await requestToken(signIn);
      current = { token: answer.access_token, renewAt: now() + answer.expires_in * 1000 - renewBeforeMs };
    } finally {
      renewing = undefined;
    }
  }

  return async () => {
    if (now() >= current.renewAt) {
      renewing ??= renew();
      await renewing;
    }
    return current.token;
  };
}

async function requestToken(
  registration: BotRegistration & { credential: AppCredential },
): Promise<z.infer<typeof tokenSchema>> {
  const { cloud, appId, tenant, credential } = registration;
  const path = `/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
  const response = await fetch(`${cloud.loginUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      scope: `${cloud.connectorAudience}/.default`,
      ...(await proofOf(credential, `${cloud.authorityUrl}${path}`)),
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    throw new Error(
      `Microsoft Entra refused the bot's sign-in (${response.status}). Check the bot's id, tenant and secret.`,
    );
  }
  return tokenSchema.parse(await response.json());
}

async function proofOf(credential: AppCredential, audience: string): Promise<Record<string, string>> {
  if ('secret' in credential) {
    return { client_secret: credential.secret };
  }
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await credential.assertion(audience),
  };
}

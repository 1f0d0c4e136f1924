import { ManagedIdentityApplication } from '@azure/msal-node';
import { remembered } from '../core/remembered.ts';
import type { ClientAssertion } from './certificate.ts';

/** What an app registration with a federated credential for a managed identity takes as proof. */
const tokenExchange = 'api://AzureADTokenExchange';
const renewBeforeMs = 5 * 60_000;

type Acquired = { token: string; expiresAt: number };

/** Proof by the managed identity of the machine this runs on, for an app registration that trusts it. */
export function managedIdentityAssertion(identityClientId: string, now: () => number): ClientAssertion {
  const tokenFor = managedIdentityTokens(identityClientId, now);
  return () => tokenFor(tokenExchange);
}

/** Tokens of the managed identity of the machine this runs on, by audience, renewed shortly before they expire. */
export function managedIdentityTokens(
  identityClientId: string,
  now: () => number,
): (audience: string) => Promise<string> {
  const managedIdentityIdParams = { userAssignedClientId: identityClientId };
  const application = new ManagedIdentityApplication({ managedIdentityIdParams });
  const ask = remembered<Acquired>({ now }, ({ expiresAt }) => expiresAt - now() - renewBeforeMs);

  async function acquire(resource: string): Promise<Acquired> {
    const { accessToken, expiresOn } = await application.acquireToken({ resource });
    return { token: accessToken, expiresAt: expiresOn?.getTime() ?? 0 };
  }

  return async (audience) => (await ask(audience, () => acquire(audience))).token;
}

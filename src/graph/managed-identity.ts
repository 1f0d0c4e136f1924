import { ManagedIdentityApplication } from '@azure/msal-node';
import { remembered } from '../core/remembered.ts';
import type { ClientAssertion } from './certificate.ts';

/** What an app registration with a federated credential for a managed identity takes as proof. */
const tokenExchange = 'api://AzureADTokenExchange';
const renewBeforeMs = 5 * 60_000;

type Exchangeable = { token: string; expiresAt: number };

/** Proof by the managed identity of the machine this runs on, asked for anew shortly before it expires. */
export function managedIdentityAssertion(identityClientId: string, now: () => number): ClientAssertion {
  const managedIdentityIdParams = { userAssignedClientId: identityClientId };
  const application = new ManagedIdentityApplication({ managedIdentityIdParams });
  const ask = remembered<Exchangeable>({ now }, ({ expiresAt }) => expiresAt - now() - renewBeforeMs);

  async function acquire(): Promise<Exchangeable> {
    const { accessToken, expiresOn } = await application.acquireToken({ resource: tokenExchange });
    return { token: accessToken, expiresAt: expiresOn?.getTime() ?? 0 };
  }

  return async () => (await ask(identityClientId, acquire)).token;
}

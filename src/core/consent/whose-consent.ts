import type { Person } from '../actors.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import type { Organizations } from '../organizations.ts';
import type { ConsentPort } from './consent-port.ts';
import type { ConsentDraft, ConsentRequests } from './consent-request.ts';

export type WhosePorts = {
  organizations: Pick<Organizations, 'list'>;
  requests: Pick<ConsentRequests, 'isClaimedElsewhere'>;
  consent: Pick<ConsentPort, 'prove'>;
  journal: Pick<Journal, 'deny'>;
};

type Target = Pick<ConsentDraft, 'tenantId' | 'connectionId'>;

/** One sentence for every reason: it tells nobody which tenants other organizations have. */
export const claimedElsewhere =
  'I cannot tell whose consent this would be, because several organizations share this installation. Ask whoever runs Bulwark to add the tenant on the command line.';

/**
 * A token proves that a tenant trusts the app, not who asked it to, and anybody can write the address that Microsoft
 * sends a browser back to. So where organizations share an installation, a tenant is connected from chat only by its own
 * people, by who has it already, or with a consent that was not there before the link and that no other organization
 * has or waits for.
 */
export async function requireOwnConsent(ports: WhosePorts, admin: Person, via: Via, target: Target): Promise<void> {
  if (isOwn(admin, target) || (await ports.organizations.list()).length < 2) return;
  if (await isForeign(ports, admin, target)) {
    await ports.journal.deny({ actor: admin, via, verb: 'connect', why: 'foreign_consent' });
    refuse('precondition_failed', claimedElsewhere);
  }
}

/** Whether this person's word for the tenant needs no proof beyond the token. */
export function isOwn({ tenantId }: Person, target: Target): boolean {
  return target.tenantId === tenantId || target.connectionId !== undefined;
}

async function isForeign({ requests, consent }: WhosePorts, { organization }: Person, { tenantId }: Target) {
  if (await requests.isClaimedElsewhere(organization, tenantId)) return true;
  const proof = await consent.prove(tenantId);
  if (proof.status === 'error')
    refuse('graph_failed', 'Microsoft did not say whether it knows this tenant. Try again.');
  return proof.status === 'ok';
}

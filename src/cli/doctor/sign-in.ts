import type { GraphRefusal } from '../../core/graph-answers.ts';

type Words = { name: string; text: string; cure: string };

const credentialWords: Readonly<Record<string, Omit<Words, 'name'>>> = {
  AADSTS7000215: {
    text: 'the client secret is wrong',
    cure: "Copy the secret's value, not its id, from Entra > App registrations > Certificates & secrets into SECRET_GRAPH_CLIENT_SECRET.",
  },
  AADSTS7000222: {
    text: 'the client secret has expired',
    cure: 'Create a new secret in Entra > App registrations > Certificates & secrets and set SECRET_GRAPH_CLIENT_SECRET.',
  },
  AADSTS700024: {
    text: 'the signed assertion is outside of its time',
    cure: "Set this machine's clock (NTP), then run doctor again.",
  },
  AADSTS700027: {
    text: 'the certificate is not registered for the app, or has expired there',
    cure: 'Upload the certificate of GRAPH_CERTIFICATE_PATH in Entra > App registrations > Certificates & secrets.',
  },
};

const anyCredential = {
  text: 'Microsoft Entra refused the credential of the Graph app',
  cure: 'Check GRAPH_CLIENT_ID and the credential set beside it.',
};

/** Why there is no token for a tenant, and what to do about it. */
export function signInWords(refusal: GraphRefusal, tenantId: string): Words {
  const { reason, code } = refusal;
  const traced = code === undefined ? '' : ` (${code})`;
  const words = reasonWords(refusal, tenantId);
  return { ...words, text: `${words.text}${reason === 'unavailable' ? '' : traced}` };
}

function reasonWords({ reason, code = '' }: GraphRefusal, tenantId: string): Words {
  switch (reason) {
    case 'operatorCredential':
      return { name: 'Graph credentials', ...(credentialWords[code] ?? anyCredential) };
    case 'appNotConsented':
      return {
        name: 'consent',
        text: `the app has no consent in tenant ${tenantId}, or GRAPH_CLIENT_ID is wrong`,
        cure: `Check GRAPH_CLIENT_ID. Then let an admin of that tenant grant consent: say "connect ${tenantId}" to the bot.`,
      };
    case 'tenantNotFound':
      return {
        name: 'tenant',
        text: `Microsoft knows no tenant ${tenantId}`,
        cure: 'Check BOT_TENANT_ID, and the tenant ids in: bulwark connections list',
      };
    case 'unavailable':
    case 'throttled':
      return {
        name: 'login',
        text: 'the Microsoft Entra login service is not reachable',
        cure: 'Check DNS, proxy and firewall: this machine must reach the login service over HTTPS.',
      };
    default:
      return {
        name: 'login',
        text: `Microsoft Entra refused to give a token for tenant ${tenantId}: ${reason}`,
        cure: 'Look the code up in Entra > Sign-in logs > Service principal sign-ins.',
      };
  }
}

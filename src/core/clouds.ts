/** One Microsoft cloud: where its services are and how they sign. URLs are without a trailing slash. */
export type Cloud = {
  name: string;
  graphUrl: string;
  /** The resource and permissions of Graph tokens. */
  graphScope: string;
  /** The authority that tokens are asked of. */
  authorityUrl: string;
  /** Where requests to the authority really go: the same, except in the simulated cloud. */
  loginUrl: string;
  /** OpenID metadata of the service that signs what Teams sends. */
  metadataUrl: string;
  /** Issuer of the tokens that Teams sends. */
  issuer: string;
  /** Where the Teams connector may live: a token of ours is never sent anywhere else. */
  serviceOrigins: readonly string[];
  /** The resource of the connector's access tokens. */
  connectorAudience: string;
};

const usGovernment = {
  authorityUrl: 'https://login.microsoftonline.us',
  loginUrl: 'https://login.microsoftonline.us',
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.us',
  connectorAudience: 'https://api.botframework.us',
};

/** GCC signs in with the worldwide cloud and only has a connector of its own. */
export const clouds = {
  global: {
    name: 'global',
    graphUrl: 'https://graph.microsoft.com',
    graphScope: 'https://graph.microsoft.com/.default',
    authorityUrl: 'https://login.microsoftonline.com',
    loginUrl: 'https://login.microsoftonline.com',
    metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    issuer: 'https://api.botframework.com',
    serviceOrigins: ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com'],
    connectorAudience: 'https://api.botframework.com',
  },
  gccHigh: {
    ...usGovernment,
    name: 'gccHigh',
    graphUrl: 'https://graph.microsoft.us',
    graphScope: 'https://graph.microsoft.us/.default',
    serviceOrigins: ['https://smba.infra.gov.teams.microsoft.us'],
  },
  dod: {
    ...usGovernment,
    name: 'dod',
    graphUrl: 'https://dod-graph.microsoft.us',
    graphScope: 'https://dod-graph.microsoft.us/.default',
    serviceOrigins: ['https://smba.infra.dod.teams.microsoft.us'],
  },
} as const satisfies Record<string, Cloud>;

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The only cloud that speaks plain http, and only on this machine. It is the worldwide one at another address: MSAL
 * refuses an http authority, so that one stays.
 */
export function simulatedCloud(simulatorUrl: string): Cloud {
  const { protocol, hostname, origin } = new URL(simulatorUrl);
  if (protocol !== 'http:' || !loopback.has(hostname)) {
    throw new Error('The simulated Microsoft 365 must run on this machine: give its URL as http://127.0.0.1:<port>.');
  }
  return {
    ...clouds.global,
    name: 'simulated',
    graphUrl: origin,
    loginUrl: `${origin}/login`,
    metadataUrl: `${origin}/channel/.well-known/openidconfiguration`,
    serviceOrigins: [origin],
  };
}

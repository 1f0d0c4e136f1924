/** One Microsoft cloud, as far as a bot needs to know it. */
export type Cloud = {
  name: string;
  /** OpenID metadata of the service that signs what Teams sends. */
  metadataUrl: string;
  issuer: string;
  /** Where the connector may live: a token of ours is never sent anywhere else. */
  serviceOrigins: readonly string[];
  loginUrl: string;
  /** The resource of the connector's access tokens. */
  connectorAudience: string;
};

const usGovernment = {
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.us',
  loginUrl: 'https://login.microsoftonline.us',
  connectorAudience: 'https://api.botframework.us',
};

/** GCC signs in with the worldwide cloud and only has a connector of its own. */
export const clouds = {
  global: {
    name: 'global',
    metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    issuer: 'https://api.botframework.com',
    serviceOrigins: ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com'],
    loginUrl: 'https://login.microsoftonline.com',
    connectorAudience: 'https://api.botframework.com',
  },
  gccHigh: {
    ...usGovernment,
    name: 'gccHigh',
    serviceOrigins: ['https://smba.infra.gov.teams.microsoft.us'],
  },
  dod: {
    ...usGovernment,
    name: 'dod',
    serviceOrigins: ['https://smba.infra.dod.teams.microsoft.us'],
  },
} as const satisfies Record<string, Cloud>;

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The only cloud that speaks plain http, and only on this machine. */
export function simulatedCloud(simulatorUrl: string): Cloud {
  const { protocol, hostname, origin } = new URL(simulatorUrl);
  if (protocol !== 'http:' || !loopback.has(hostname)) {
    throw new Error('The simulated Microsoft 365 must run on this machine: give its URL as http://127.0.0.1:<port>.');
  }
  return {
    name: 'simulated',
    metadataUrl: `${origin}/channel/.well-known/openidconfiguration`,
    issuer: clouds.global.issuer,
    serviceOrigins: [origin],
    loginUrl: `${origin}/login`,
    connectorAudience: clouds.global.connectorAudience,
  };
}

/** Only a URL that is already in its normal form passes, so no trick of spelling can hide another host. */
export function isServiceUrl(cloud: Cloud, url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed || !cloud.serviceOrigins.includes(parsed.origin)) {
    return false;
  }
  const plain = `${parsed.origin}${parsed.pathname}`;
  return plain === url || plain === `${url}/`;
}

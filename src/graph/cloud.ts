/** One Microsoft cloud, as far as Graph is concerned. All URLs are without a trailing slash. */
export type Cloud = {
  graphUrl: string;
  /** The authority that tokens are asked of. */
  authorityUrl: string;
  /** Where requests to the authority really go: the same, except in the simulated cloud. */
  loginUrl: string;
  scope: string;
};

export const clouds = {
  global: {
    graphUrl: 'https://graph.microsoft.com',
    authorityUrl: 'https://login.microsoftonline.com',
    loginUrl: 'https://login.microsoftonline.com',
    scope: 'https://graph.microsoft.com/.default',
  },
} as const satisfies Record<string, Cloud>;

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The only cloud that speaks plain http, and only on this machine. MSAL refuses an http authority, so that one stays. */
export function simulatedCloud(simulatorUrl: string): Cloud {
  const { protocol, hostname, origin } = new URL(simulatorUrl);
  if (protocol !== 'http:' || !loopback.has(hostname)) {
    throw new Error('The simulated Microsoft 365 must run on this machine: give its URL as http://127.0.0.1:<port>.');
  }
  return { ...clouds.global, graphUrl: origin, loginUrl: `${origin}/login` };
}

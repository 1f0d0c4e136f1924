/** Milliseconds unless the name says otherwise. */
export type Limits = {
  headersTimeout: number;
  /** For the whole request, body included. */
  requestTimeout: number;
  keepAliveTimeout: number;
  /** For the client to take the whole response. */
  responseTimeout: number;
  /** How long the rest of an unread body is thrown away, so that the client gets to read why. */
  lingerTimeout: number;
  connectionsCheckingInterval: number;
  maxConnections: number;
  /** Most of many at once wait for the same read or write. */
  maxInFlight: number;
  /** Above this mean delay of the event loop, reads are refused so that writes get through. */
  shedReadsLag: number;
  /** Above this the process calls itself dead. */
  liveLag: number;
  retryAfterS: number;
};

export const defaultLimits: Limits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  responseTimeout: 15_000,
  lingerTimeout: 2_000,
  connectionsCheckingInterval: 1_000,
  maxConnections: 3_000,
  maxInFlight: 1_500,
  shedReadsLag: 500,
  liveLag: 1_000,
  retryAfterS: 2,
};

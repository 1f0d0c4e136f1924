import { z } from 'zod/v4';
import { defaultRateLimits, type RateLimits } from '../core/rate-limits.ts';
import { list } from './lists.ts';

/** Where this server is reached, and how often. */
export type Doors = {
  host: string;
  port: number;
  /** Where this server is reached from outside; without it nobody can be sent back here. */
  publicUrl?: string;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  rateLimits: RateLimits;
  /** `fixed`: the port was asked for; the usual one gives way to another server on this machine. */
  metrics: { host: string; port: number; fixed: boolean };
};

export const port = z.coerce.number().int().min(0).max(65_535);
const perMinute = z.coerce.number().int().min(1).max(100_000);
const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'Not a list of IP addresses and CIDR ranges');
const addresses = list.pipe(z.array(address));

export const doorVariables = {
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3978),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: addresses.default([]),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  KEY_READS_PER_MINUTE: perMinute.default(defaultRateLimits.readsPerMinute),
  KEY_WRITES_PER_MINUTE: perMinute.default(defaultRateLimits.writesPerMinute),
  STRANGERS_PER_MINUTE: perMinute.default(defaultRateLimits.strangersPerMinute),
};

const variables = z.object(doorVariables);

export function doorsOf(values: z.infer<typeof variables>): Doors {
  return {
    host: values.HOST,
    port: values.PORT,
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
    trustedProxies: values.TRUSTED_PROXIES,
    rateLimits: {
      readsPerMinute: values.KEY_READS_PER_MINUTE,
      writesPerMinute: values.KEY_WRITES_PER_MINUTE,
      strangersPerMinute: values.STRANGERS_PER_MINUTE,
    },
    metrics: { host: values.METRICS_HOST, port: values.METRICS_PORT ?? 9464, fixed: values.METRICS_PORT !== undefined },
  };
}

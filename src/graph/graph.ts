import { allowList } from '../core/policies/allow-list.ts';
import type { PolicyPort } from '../core/policies/policy-port.ts';
import type { RateSlot } from '../core/rate-slot.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Denied } from './call.ts';
import type { Cloud } from './cloud.ts';
import { egressList } from './egress.ts';
import { openGateway } from './gateway.ts';
import { policyPort } from './posture.ts';
import { type GraphCredential, openTokens } from './tokens.ts';
import { openTransport } from './transport.ts';

export type GraphOptions = {
  cloud: Cloud;
  credential: GraphCredential;
  runtime: Pick<Runtime, 'now' | 'sleep'>;
  rateSlot: RateSlot;
  /** How long a posture reading is kept; 0: not at all. */
  readCacheMs: number;
  /** How long one try of a write may take. */
  writeDeadlineMs: number;
  /** Told of every request that is not on the egress list; the request fails. */
  onDenied?: (denied: Denied) => void;
};

export type Graph = {
  policies: PolicyPort;
  close(): Promise<void>;
};

/** Microsoft Graph, as far as core's ports ask for it. */
export function createGraph(options: GraphOptions): Graph {
  const { cloud, credential, runtime: clock, rateSlot, readCacheMs, writeDeadlineMs, onDenied = () => {} } = options;
  const root = `${cloud.graphUrl}/v1.0`;
  const tokens = openTokens(cloud, credential, clock);
  const transport = openTransport(cloud.graphUrl);
  const egress = egressList(root, allowList);
  const gateway = openGateway({ cloud, tokens, transport, egress, rateSlot, clock, writeDeadlineMs, onDenied });
  return {
    policies: policyPort({ gateway, clock, root, entries: allowList, readCacheMs }),
    async close() {
      await Promise.all([tokens.close(), transport.close()]);
    },
  };
}

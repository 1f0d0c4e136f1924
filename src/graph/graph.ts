import type { Cloud } from '../core/clouds.ts';
import type { ConsentPort } from '../core/consent/consent-port.ts';
import { allowList } from '../core/policies/allow-list.ts';
import type { PolicyPort } from '../core/policies/policy-port.ts';
import type { RateSlot } from '../core/rate-slot.ts';
import type { Runtime } from '../core/runtime.ts';
import type { SignalPort } from '../core/signals/signal-port.ts';
import type { DomainPort } from '../core/token-policies/tenant.ts';
import type { TokenPolicyPort } from '../core/token-policies/token-policy-port.ts';
import type { UserPort } from '../core/users/user-port.ts';
import type { Denied } from './call.ts';
import { consentPort } from './consent.ts';
import { egressList } from './egress.ts';
import { openGateway } from './gateway.ts';
import { type Answered, measured } from './measured.ts';
import { policyPort } from './posture.ts';
import { openSignals } from './signals.ts';
import { tokenPolicyPort } from './token-policies.ts';
import { type GraphCredential, type OnNews, openTokens } from './tokens.ts';
import { openTransport } from './transport.ts';
import { userPort } from './users.ts';

export type GraphOptions = {
  cloud: Cloud;
  credential: GraphCredential;
  runtime: Pick<Runtime, 'now' | 'sleep'>;
  rateSlot: RateSlot;
  /** How long a reading of the posture or of the signals is kept; 0: not at all. */
  readCacheMs: number;
  /** How long one try of a write may take. */
  writeDeadlineMs: number;
  /** Told of every request that is not on the egress list; the request fails. */
  onDenied?: (denied: Denied) => void;
  /** Told how each try of each request ended. */
  onAnswered?: (answered: Answered) => void;
  onNews?: OnNews;
};

export type Graph = {
  policies: PolicyPort;
  signals: SignalPort;
  users: UserPort;
  consent: ConsentPort;
  tokenPolicies: TokenPolicyPort & DomainPort;
  close(): Promise<void>;
};

/** Microsoft Graph, as far as core's ports ask for it. */
export function createGraph(options: GraphOptions): Graph {
  const { cloud, credential, runtime: clock, rateSlot, readCacheMs, writeDeadlineMs } = options;
  const { onDenied = () => {}, onNews = () => {} } = options;
  const root = `${cloud.graphUrl}/v1.0`;
  const tokens = openTokens(cloud, credential, clock, onNews);
  const transport = measured(openTransport(cloud.graphUrl), clock.now, options.onAnswered ?? (() => {}));
  const login = openTransport(new URL(cloud.loginUrl).origin);
  const egress = egressList(root, allowList);
  const gateway = openGateway({ cloud, tokens, transport, egress, rateSlot, clock, writeDeadlineMs, onDenied, onNews });
  const signals = openSignals({ gateway, clock, root, readCacheMs });
  return {
    policies: policyPort({ gateway, clientId: credential.clientId, clock, root, entries: allowList, readCacheMs }),
    signals: signals.port,
    users: userPort({ gateway, tokens, root, onRiskWritten: signals.drop }),
    tokenPolicies: tokenPolicyPort({ gateway, root }),
    consent: consentPort({ cloud, clientId: credential.clientId, tokens, gateway, login }),
    async close() {
      await Promise.all([tokens.close(), transport.close(), login.close()]);
    },
  };
}

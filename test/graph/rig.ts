import { onTestFinished } from 'vitest';
import type { ConnectionNews } from '../../src/core/connection-health.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { Denied, GraphCall } from '../../src/graph/call.ts';
import { egressList } from '../../src/graph/egress.ts';
import { type Gateway, openGateway } from '../../src/graph/gateway.ts';
import { openTokens, type Tokens } from '../../src/graph/tokens.ts';
import { openTransport } from '../../src/graph/transport.ts';
import { fakeClock } from './fake-clock.ts';
import { type ScriptedCloud, startScriptedCloud, tenantId } from './scripted-cloud.ts';

export const credential = {
  kind: 'secret',
  clientId: '22222222-2222-4222-8222-222222222222',
  clientSecret: 'never-to-be-told',
} as const;

export type Rig = ScriptedCloud & {
  clock: ReturnType<typeof fakeClock>;
  gateway: Gateway;
  tokens: Tokens;
  root: string;
  denied: Denied[];
  /** What was told of the trust between tenant and app. */
  news: ConnectionNews[];
};

/** A real gateway, through the real SDKs and real HTTP, to a cloud that does what the test says. */
export async function rig({ writeDeadlineMs = 8_000 } = {}): Promise<Rig> {
  const scripted = await startScriptedCloud();
  const { cloud } = scripted;
  const clock = fakeClock();
  const tokens = openTokens(cloud, credential, clock, (_tenant, one) => news.push(one));
  const transport = openTransport(cloud.graphUrl);
  const root = `${cloud.graphUrl}/v1.0`;
  const denied: Denied[] = [];
  const news: ConnectionNews[] = [];
  const gateway = openGateway({
    cloud,
    tokens,
    transport,
    egress: egressList(root, allowList),
    rateSlot: { next: async () => 0, spare: async () => 0 },
    clock,
    writeDeadlineMs,
    onDenied: (one) => denied.push(one),
    onNews: (_tenant, one) => news.push(one),
  });
  onTestFinished(async () => {
    await Promise.all([tokens.close(), transport.close(), scripted.close()]);
  });
  return { ...scripted, clock, gateway, tokens, root, denied, news };
}

export const securityDefaults = '/policies/identitySecurityDefaultsEnforcementPolicy';

export const readCall: GraphCall = {
  tenantId,
  purpose: 'read',
  method: 'GET',
  path: securityDefaults,
  needed: ['Policy.Read.All'],
};

export const writeCall: GraphCall = {
  tenantId,
  purpose: 'secure',
  method: 'PATCH',
  path: securityDefaults,
  body: '{"isEnabled":true}',
  needed: ['Policy.ReadWrite.SecurityDefaults'],
};

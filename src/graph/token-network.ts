import { AuthError, type INetworkModule, type NetworkRequestOptions, type NetworkResponse } from '@azure/msal-node';
import type { Cloud } from '../core/clouds.ts';
import type { GraphRefusal } from '../core/graph-answers.ts';
import { type Answer, answerOf } from './answer.ts';
import { fail, faultOf } from './faults.ts';
import { judge, refusalOf } from './refusals.ts';
import { type Clock, retried, tokenBudget } from './retry.ts';
import type { Transport } from './transport.ts';

/**
 * How MSAL reaches the token endpoint of one tenant. MSAL remembers a 429 or 5xx for a minute and then answers from
 * memory, without code or status. So a failure is judged here, where it arrives, and thrown as a {@link TokenRefused}:
 * MSAL hands its own errors on unchanged and remembers only answers.
 */
export function tokenNetwork(cloud: Cloud, transport: Transport, clock: Clock, tenantId: string): INetworkModule {
  async function post<T>(url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    const path = pathOf(cloud, tenantId, url);
    try {
      const answer = await ask(path, options);
      return { status: answer.status, headers: {}, body: answer.body as T };
    } catch (thrown) {
      throw tokenRefused(refusalOf(faultOf(thrown)));
    }
  }

  async function ask(path: string, { headers = {}, body = '' }: NetworkRequestOptions): Promise<Answer> {
    const response = await retried(clock, tokenBudget, clock.now() + tokenBudget.totalMs, (timeoutMs) =>
      transport.send(path, { method: 'POST', headers, body }, AbortSignal.timeout(timeoutMs)),
    );
    const answer = await answerOf(response);
    if (!response.ok) fail({ fault: 'refused', refusal: judge(answer, atTokenEndpoint).refusal });
    if (answer.body === undefined) fail({ fault: 'badResponse', status: answer.status });
    return answer;
  }

  return { sendPostRequestAsync: post, sendGetRequestAsync: refuseDiscovery };
}

type TokenRefused = AuthError & { refusal: GraphRefusal };

function tokenRefused(refusal: GraphRefusal): TokenRefused {
  return Object.assign(new AuthError('token_refused', refusal.reason, ''), { refusal });
}

/** Why MSAL has no token. Without a reason of ours, the answer was not a token's. */
export function refusalIn(thrown: unknown): GraphRefusal {
  const told = thrown instanceof AuthError && 'refusal' in thrown;
  return told ? (thrown as TokenRefused).refusal : refusalOf({ fault: 'badResponse', status: 0 });
}

const atTokenEndpoint = { endpoint: 'token', path: '', write: false, needed: [], granted: [] } as const;

/** The one URL that credentials are ever sent to, on the origin they are really sent to. */
function pathOf(cloud: Cloud, tenantId: string, url: string): string {
  const path = `/${tenantId}/oauth2/v2.0/token`;
  if (url.split('?')[0] !== `${cloud.authorityUrl}${path}`) throw new Error('egress_denied: not the token endpoint.');
  return new URL(cloud.loginUrl).pathname.replace(/\/$/, '') + path;
}

async function refuseDiscovery(): Promise<never> {
  throw new Error('egress_denied: the authority is fixed, there is nothing to discover.');
}

import type { Context } from '@microsoft/microsoft-graph-client';
import type { Cloud } from '../core/clouds.ts';
import { answerOf } from './answer.ts';
import { circumstances, type GraphCall, type Trip } from './call.ts';
import { fail } from './faults.ts';
import type { Step } from './middleware.ts';
import { judge } from './refusals.ts';
import type { Minting, Tokens, Wish } from './tokens.ts';

/** Attaches the tenant's token; once more with a new one when Graph says that this helps. */
export function signing(
  { cloud, tokens }: { cloud: Cloud; tokens: Tokens },
  call: GraphCall,
  trip: Trip,
  deny: (context: Context) => never,
): Step {
  async function sign(context: Context, wish: Wish): Promise<void> {
    if (!urlOf(context).startsWith(`${cloud.graphUrl}/v1.0/`)) deny(context);
    const minting = await tokens.get(call.tenantId, { ...wish, explicit: call.explicit ?? false });
    const token = tokenIn(minting);
    trip.granted = token.roles;
    context.options = {
      ...context.options,
      headers: { ...headersOf(context), authorization: `Bearer ${token.accessToken}` },
    };
  }

  return async (context, next) => {
    await sign(context, { fresh: call.freshToken ?? false });
    const response = await next();
    const wish = await secondWish(response, call, trip);
    if (!wish) return response;
    await sign(context, wish);
    return next();
  };
}

function tokenIn(minting: Minting) {
  return 'token' in minting ? minting.token : fail({ fault: 'refused', refusal: minting.refusal });
}

async function secondWish(response: Response, call: GraphCall, trip: Trip): Promise<Wish | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const answer = await answerOf(response.clone());
  const { again } = judge(answer, circumstances(call, trip));
  if (again === 'claims') return wishIn(answer.wwwAuthenticate ?? '');
  return again && { fresh: true };
}

/** Undefined when the challenge carries no claims that could be answered. */
function wishIn(challenge: string): Wish | undefined {
  const encoded = /\bclaims="([\w+/=-]{1,4000})"/.exec(challenge)?.[1] ?? '';
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  return /^\{.*\}$/s.test(claims) ? { fresh: true, claims } : undefined;
}

export function urlOf({ request }: Context): string {
  return typeof request === 'string' ? request : request.url;
}

export function headersOf({ options }: Context): Record<string, string> {
  return { ...(options?.headers as Record<string, string> | undefined) };
}

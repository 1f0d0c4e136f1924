import type { Journal } from '../journal.ts';
import type { Runtime } from '../runtime.ts';
import { type ConsentRequest, type ConsentRequests, type ConsentVerdict, consentEntry } from './consent-request.ts';

/** What a browser brought back from Microsoft. Anybody can write such an address: nothing in it is believed. */
export type ConsentReturn = { state: string; tenant?: string; error?: string; adminConsent: boolean };

/** How the browser's visit ended; `unknown`: no link of ours. */
export type ConsentAnswer = 'proving' | 'refused' | 'wrongTenant' | 'expired' | 'used' | 'unknown';

export type AnswerPorts = {
  requests: ConsentRequests;
  journal: Pick<Journal, 'deny'>;
  runtime: Pick<Runtime, 'sha256'>;
  /** Whose record gets the returns that belong to no request. */
  organization: string;
};

export type ReceiveConsent = (answer: ConsentReturn) => Promise<ConsentAnswer>;

/** Uses the link up and says what the answer means. Whether something was granted, only a token proves. */
export function consentReceiver({ requests, journal, runtime, organization }: AnswerPorts): ReceiveConsent {
  async function deny(why: string, whose = organization): Promise<void> {
    const actor = { kind: 'system', organization: whose, name: 'consent callback' } as const;
    await journal.deny({ actor, via: { channel: 'rest' }, verb: 'connect', why });
  }

  return async function receive(answer) {
    const redeemed = await requests.redeem(runtime.sha256(answer.state), (request) => judge(request, answer));
    if (!redeemed) await deny('unknown_state');
    else if (redeemed.replayed) await deny('used_link', redeemed.request.organization);
    return redeemed ? ended(redeemed) : 'unknown';
  };
}

function ended({ request: { state }, replayed }: { request: ConsentRequest; replayed: boolean }): ConsentAnswer {
  if (state === 'expired') return 'expired';
  if (replayed) return 'used';
  return state === 'proving' || state === 'refused' || state === 'wrongTenant' ? state : 'used';
}

/** `admin_consent=True` comes with refusals too, so the error is looked at first. */
function judge(request: ConsentRequest, { tenant, error, adminConsent }: ConsentReturn): ConsentVerdict {
  if (error !== undefined || !adminConsent) return verdict(request, 'refused', 'Consent was not granted.');
  if (tenant?.toLowerCase() !== request.tenantId) {
    return verdict(request, 'wrongTenant', 'Consent came from another tenant than the one that was asked for.');
  }
  return { state: 'proving', entry: consentEntry(request, { verb: 'connect', outcome: 'returned' }) };
}

function verdict(request: ConsentRequest, state: 'refused' | 'wrongTenant', why: string): ConsentVerdict {
  return { state, why, entry: consentEntry(request, { verb: 'connect', outcome: state }) };
}

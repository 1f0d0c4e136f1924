import { z } from 'zod/v4';
import type { ConsentReturn, ReceiveConsent } from '../core/consent/consent-answer.ts';
import { isRefusal } from '../core/errors.ts';
import { renderEnvelope } from '../http/envelope.ts';
import type { HttpRequest, HttpResponse, Mount } from '../http/mount.ts';
import { type ConsentOutcome, consentPage } from './consent-page.ts';

/** Where Microsoft sends the browser of an admin who has decided about consent. */
export function consentMount(receive: ReceiveConsent): Mount {
  return {
    name: 'connect',
    owns: (path) => path === '/connect' || path.startsWith('/connect/'),
    bodyLimit: 0,
    contentTypes: [],
    routes: [{ method: 'GET', path: '/connect/callback', handle: (request) => answer(request, receive) }],
    renderFault: renderEnvelope,
  };
}

const returnSchema = z.object({
  state: z.string().min(1).max(200),
  tenant: z.string().max(100).optional(),
  error: z.string().max(200).optional(),
  admin_consent: z.string().max(10).optional(),
});

async function answer({ method, query }: HttpRequest, receive: ReceiveConsent): Promise<HttpResponse> {
  // A mail scanner or a preview that only looks must not use the link up.
  if (method === 'HEAD') return page('unknown');
  const returned = readReturn(query);
  return page(returned ? await outcomeOf(receive, returned) : 'unknown');
}

function readReturn(query: URLSearchParams): ConsentReturn | undefined {
  const names = [...query.keys()];
  if (new Set(names).size < names.length) return undefined;
  const { data } = returnSchema.safeParse(Object.fromEntries(query));
  if (!data) return undefined;
  const { state, tenant, error, admin_consent } = data;
  return {
    state,
    adminConsent: admin_consent?.toLowerCase() === 'true',
    ...(tenant === undefined ? {} : { tenant }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The link stays good when nothing could be recorded. */
async function outcomeOf(receive: ReceiveConsent, returned: ConsentReturn): Promise<ConsentOutcome> {
  try {
    return await receive(returned);
  } catch (thrown) {
    if (isRefusal(thrown)) return 'unavailable';
    throw thrown;
  }
}

function page(outcome: ConsentOutcome): HttpResponse {
  const { status, html } = consentPage(outcome);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  };
  return { status, headers, body: html };
}

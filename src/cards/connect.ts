import template from '../../cards/connect.json' with { type: 'json' };
import type { ConsentRequest, ConsentState } from '../core/consent/consent-request.ts';
import { actionsFrom, type Button, type Link } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
import { left, utc } from './time.ts';

export type ConnectCardFacts = {
  request: ConsentRequest;
  /** Only the card that is shown to whoever asked for it has the link; it is stored nowhere. */
  link?: string;
  now: number;
};

type Words = { style: 'emphasis' | 'good' | 'warning' | 'attention'; title: string; sentences: readonly string[] };

const fill = cardTemplate(template);
const mostMissing = 12;

/** Asking for admin consent, from the link to what came of it. */
export function connectCard({ request: stored, link, now }: ConnectCardFacts): Card {
  const request = asOf(stored, now);
  const { style, title, sentences } = wordsOf(request, now);
  const view = {
    style,
    title: markdown(title),
    tenant: `${plain(request.connection?.name ?? request.label)} · ${request.tenantId}`,
    sentences: sentences.map((text) => ({ text })),
    missing: missingOf(request),
    footnotes: footnotesOf(request),
  };
  const links = link === undefined ? [] : [{ title: 'Grant consent', url: link }];
  return fill(view, {
    summary: `${plain(title)}: ${view.tenant}. ${sentences.join(' ')}`,
    actions: actionsOf(request, links),
  });
}

/** The store marks an expiry when it is next asked; the card does not wait for that. */
function asOf(request: ConsentRequest, now: number): ConsentRequest {
  return request.state === 'waiting' && now >= request.expiresAt ? { ...request, state: 'expired' } : request;
}

const startAgain = 'Nothing was connected. Start again to get a new link.';

function wordsOf(request: ConsentRequest, now: number): Words {
  const { state } = request;
  switch (state) {
    case 'waiting':
      return asking(request, now);
    case 'granted':
      return granted(request);
    default:
      return words[state];
  }
}

const words = {
  proving: {
    style: 'emphasis',
    title: 'Consent came back',
    sentences: ['Bulwark is looking at what was granted. This can take a minute or two. The card updates by itself.'],
  },
  refused: { style: 'warning', title: 'Consent was not granted', sentences: [startAgain] },
  wrongTenant: {
    style: 'attention',
    title: 'Another tenant answered',
    sentences: ['Consent came from another tenant than the one that was asked for.', startAgain],
  },
  failed: {
    style: 'attention',
    title: 'Consent could not be proved',
    sentences: ['Check consent looks once more.', startAgain],
  },
  expired: { style: 'warning', title: 'The link ran out', sentences: [startAgain] },
} as const satisfies Record<Exclude<ConsentState, 'waiting' | 'granted'>, Words>;

function asking({ connectionId, expiresAt }: ConsentRequest, now: number): Words {
  return {
    style: 'emphasis',
    title: connectionId === undefined ? 'Connect a Microsoft 365 tenant' : 'Grant consent again',
    sentences: [
      'Bulwark asks to read security settings, risky users, sign-in risk and security alerts; to set the settings on its list; and to disable accounts and end their sessions. It asks for no mail, files or chats.',
      'Somebody who may grant admin consent in this tenant opens the link and accepts.',
      `The link works once, for this tenant only, until ${utc(expiresAt)} (${left(expiresAt, now)}).`,
    ],
  };
}

function granted({ connection, missing = [] }: ConsentRequest): Words {
  const mode =
    connection?.mode === 'aiPilot'
      ? 'Bulwark can read this tenant and fix what you confirm.'
      : 'Bulwark can read what was granted, but change nothing: no permission to write was granted.';
  return {
    style: missing.length > 0 ? 'warning' : 'good',
    title: `Connected: ${plain(connection?.name ?? '')}`,
    sentences: [mode],
  };
}

function missingOf({ missing = [] }: ConsentRequest) {
  if (missing.length === 0) return [];
  const more = missing.length > mostMissing ? ` and ${missing.length - mostMissing} more` : '';
  return [
    {
      text: `${missing
        .slice(0, mostMissing)
        .map((role) => plain(role, 60))
        .join(', ')}${more}.`,
    },
  ];
}

function footnotesOf({ state, why, id }: ConsentRequest) {
  const stored = "Bulwark stores the tenant's id and name and the names of the permissions; no password, no token.";
  const told = state === 'failed' && why !== undefined ? [{ text: plain(why) }] : [];
  return [...told, ...(state === 'waiting' ? [{ text: stored }] : []), { text: `Reference ${id}` }];
}

function actionsOf(request: ConsentRequest, links: readonly Link[]) {
  const check: Button = { title: 'Check consent', verb: 'connect.check', data: { consent: request.id } };
  const again = startAgainButton(request);
  const byState = {
    waiting: () => [...actionsFrom([], links), ...actionsFrom([check])],
    proving: () => actionsFrom([check]),
    granted: () => actionsFrom(grantedButtons(request)),
    failed: () => actionsFrom([check, again]),
    refused: () => actionsFrom([again]),
    wrongTenant: () => actionsFrom([again]),
    expired: () => actionsFrom([again]),
  } as const satisfies Record<ConsentState, () => unknown>;
  return byState[request.state]();
}

function startAgainButton({ connectionId, tenantId }: ConsentRequest): Button {
  const title = 'Start again…';
  return connectionId === undefined
    ? { title, verb: 'connect.start', data: { tenant: tenantId } }
    : { title, verb: 'connect.start', data: { connectionId } };
}

function grantedButtons({ connection, missing = [] }: ConsentRequest): readonly Button[] {
  const data = { connectionId: connection?.id ?? '' };
  const posture: Button = { title: 'Show posture', verb: 'posture.show', data };
  const again: Button = { title: 'Grant again…', verb: 'connect.start', data };
  return [...(connection?.mode === 'aiPilot' ? [posture] : []), ...(missing.length > 0 ? [again] : [])];
}

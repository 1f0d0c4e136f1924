import { connectCard } from '../cards/connect.ts';
import { messageCard } from '../cards/message.ts';
import { type ConsentRequest, consentSubject } from '../core/consent/consent-request.ts';
import type { Wish } from '../core/consent/consent-target.ts';
import { refuse } from '../core/errors.ts';
import { type Asker, type Desk, pressedCard, type Reply } from './desk.ts';

/** The card with the link, for the 1:1 chat it is asked for in. */
export async function startConnect(desk: Desk, asker: Asker, wish: Wish): Promise<Reply> {
  const { request, link } = await desk.consents.start(asker.person, asker.via, asker.conversation, wish);
  return { card: connectCard({ request, link, now: desk.runtime.now() }), about: aboutConsent(request) };
}

/** A press can come from anywhere; the link goes to the presser alone. */
export async function sendConnect(desk: Desk, asker: Asker, wish: Wish): Promise<Reply> {
  if ((await pressedCard(desk, asker))?.kind === 'consent') return startConnect(desk, asker, wish);
  const sent = await desk.writePrivately(asker, (inPrivate) => startConnect(desk, inPrivate, wish));
  if (!sent) refuse('unavailable', 'I could not write to you in a 1:1 chat. Open one with me and write "connect".');
  const text = 'I wrote it into our 1:1 chat, for you alone. It works once, for a short time.';
  return { card: messageCard({ tone: 'info', title: 'A link is waiting for you', text }) };
}

export async function checkConnect(desk: Desk, asker: Asker, id: string): Promise<Reply> {
  return showConsent(desk, await desk.consents.check(asker.person, asker.via, id));
}

export function showConsent(desk: Desk, request: ConsentRequest): Reply {
  return { card: connectCard({ request, now: desk.runtime.now() }), about: aboutConsent(request) };
}

function aboutConsent({ id, connectionId = '' }: ConsentRequest): NonNullable<Reply['about']> {
  return { kind: 'consent', subject: consentSubject(id), connectionId };
}

import { containConfirmCard } from '../cards/contain-confirm.ts';
import { messageCard } from '../cards/message.ts';
import { releaseConfirmCard, riskConfirmCard } from '../cards/user-confirm.ts';
import type { ReleasePreview } from '../core/containment/release.ts';
import type { RiskVerb } from '../core/containment/risk-work.ts';
import type { UserQuestion } from '../core/containment/user-draft.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { aboutOperation, showOperation, showPress } from './show-operations.ts';

/** What the rest of a confirmation takes once everything was read. */
const marginMs = 500;

export async function confirmContain(desk: Desk, asker: Asker, question: UserQuestion): Promise<Reply> {
  const { person, via, answerBy } = asker;
  const foundBy = answerBy === undefined ? {} : { foundBy: answerBy - marginMs };
  const preview = await desk.contain.preview(person, via, { ...question, ...foundBy });
  const { operation } = preview;
  if (!operation) return { card: blockedCard('Not contained', preview.blocked) };
  const card = containConfirmCard({ preview: { ...preview, operation }, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

export async function confirmRelease(desk: Desk, asker: Asker, question: UserQuestion): Promise<Reply> {
  return showRelease(desk, await desk.release.preview(asker.person, asker.via, question));
}

export function showRelease(desk: Desk, preview: ReleasePreview): Reply {
  const { operation } = preview;
  if (!operation) return { card: preview.blocked ? blockedCard('Not released', preview.blocked) : alreadyOnCard() };
  const card = releaseConfirmCard({ preview: { ...preview, operation }, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

export async function confirmRisk(desk: Desk, asker: Asker, verb: RiskVerb, question: UserQuestion): Promise<Reply> {
  const preview = await desk.rateRisk.preview(asker.person, asker.via, verb, question);
  const { operation } = preview;
  if (!operation) return { card: blockedCard('Not changed', preview.blocked) };
  const card = riskConfirmCard({ preview: { ...preview, operation }, now: desk.runtime.now() });
  return { card, about: aboutOperation(operation) };
}

/** Only what failed is sent again. */
export async function retryContain(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  return showPress(desk, asker, await desk.contain.retry(asker.person, asker.via, operationId));
}

export async function approveOperation(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  return showPress(desk, asker, await desk.approvals.approve(asker.person, asker.via, operationId));
}

export async function denyOperation(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  return showOperation(desk, asker, await desk.approvals.deny(asker.person, asker.via, operationId));
}

function blockedCard(title: string, why = 'This account cannot be changed by Bulwark.') {
  return messageCard({ tone: 'warning', title, text: why });
}

function alreadyOnCard() {
  return messageCard({ tone: 'info', title: 'Nothing to do', text: 'The account is already on.' });
}

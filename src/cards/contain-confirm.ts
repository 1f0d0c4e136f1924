import template from '../../cards/contain-confirm.json' with { type: 'json' };
import type { ContainPreview } from '../core/containment/contain.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { eventWords } from './risk-words.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);
const mostReasons = 3;

/** Asks before a user is contained. The answer carries the operation and the inputs `reason` and `checked`. */
export function containConfirmCard({ preview, now }: { preview: Confirmable<ContainPreview>; now: number }): Card {
  const { user, operation } = preview;
  const name = user.displayName || user.userPrincipalName;
  const view = {
    ...confirmView(operation, now),
    heading: markdown(name),
    upn: plain(user.userPrincipalName),
    canRelease: user.accountEnabled,
    ...pressWords(preview.approval, {
      pressed: 'Contain now',
      tip: 'Disable the account and sign it out everywhere now.',
    }),
    warnings: [...warningsOf(preview).map((text) => ({ text })), ...approvalNote(preview.approval)],
    reason: reasonFrom(preview),
  };
  return fill(view, {
    summary: `Contain ${plain(name)} (${view.upn}) in ${view.tenant}: disable the account and sign it out everywhere? This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

/** A press that only asks does not say "now". */
export function pressWords(approval: string | undefined, { pressed, tip }: { pressed: string; tip: string }) {
  return approval === undefined
    ? { pressed, pressedTip: tip }
    : { pressed: 'Ask for approval', pressedTip: 'Asks for a second person. Nothing is written before they approve.' };
}

export function approvalNote(why: string | undefined): readonly { text: string }[] {
  return why === undefined ? [] : [{ text: `${markdown(why)} A second person must approve before it runs.` }];
}

function warningsOf({ user }: ContainPreview): readonly string[] {
  return [
    user.accountEnabled ? '' : 'The account is already disabled. Containing it still ends its sessions.',
    user.synced
      ? 'This account is mastered on-premises: the next sync may turn it on again. Disable it there too.'
      : '',
    user.guest ? "This is a guest: sessions in the guest's own tenant go on." : '',
    user.restricted ? 'This account is in a restricted administrative unit: Microsoft Graph will probably refuse.' : '',
  ].filter(Boolean);
}

/** What Identity Protection found is the most likely reason; the person may write another. */
function reasonFrom({ detections }: ContainPreview): string {
  const found = [...new Set(detections.map(({ riskEventType }) => eventWords(riskEventType)))].slice(0, mostReasons);
  return found.length > 0 ? `Identity Protection: ${found.join(', ')}` : '';
}

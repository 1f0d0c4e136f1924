import template from '../../cards/user-confirm.json' with { type: 'json' };
import type { RiskPreview } from '../core/containment/rate-risk.ts';
import type { ReleasePreview } from '../core/containment/release.ts';
import type { DirectoryUser } from '../core/users/user-port.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { approvalNote, pressWords } from './contain-confirm.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

type Preview = Confirmable<{ user: DirectoryUser; approval?: string }>;

type Words = { heading: (name: string) => string; will: string; willNot: string; pressed: string; tip: string };

const words = {
  release: {
    heading: (name) => `Turn ${name}'s account on again?`,
    will: 'The account can sign in again.',
    willNot: 'It will **not** bring back ended sessions, change the password, or change the risk that Entra shows.',
    pressed: 'Release now',
    tip: 'Turn the account on now.',
  },
  confirmCompromised: {
    heading: (name) => `Confirm that ${name} is compromised?`,
    will: 'Identity Protection sets the risk of this user to high. Conditional Access policies for high-risk users then apply.',
    willNot: 'It will **not** disable the account or end sessions by itself.',
    pressed: 'Confirm now',
    tip: 'Tell Identity Protection now.',
  },
  dismissRisk: {
    heading: (name) => `Dismiss the risk of ${name}?`,
    will: 'Identity Protection no longer counts this user as at risk.',
    willNot: 'It will **not** turn the account on, and new detections raise the risk again.',
    pressed: 'Dismiss now',
    tip: 'Tell Identity Protection now.',
  },
} as const satisfies Record<string, Words>;

const fill = cardTemplate(template);

/** Asks before a contained account is turned on again. */
export function releaseConfirmCard({ preview, now }: { preview: Confirmable<ReleasePreview>; now: number }): Card {
  return confirm('release', preview, now);
}

/** Asks before Identity Protection is told about a user's risk. */
export function riskConfirmCard({ preview, now }: { preview: Confirmable<RiskPreview>; now: number }): Card {
  return confirm(preview.verb, preview, now);
}

function confirm(verb: keyof typeof words, { user, operation, approval }: Preview, now: number): Card {
  const { heading, will, willNot, ...press } = words[verb];
  const name = user.displayName || user.userPrincipalName;
  const view = {
    ...confirmView(operation, now),
    ...{ heading: heading(markdown(name)), will, willNot },
    ...pressWords(approval, press),
    upn: plain(user.userPrincipalName),
    reason: '',
    approval: approvalNote(approval),
    isRelease: verb === 'release',
    isConfirm: verb === 'confirmCompromised',
    isDismiss: verb === 'dismissRisk',
  };
  return fill(view, {
    summary: `${heading(plain(name))} ${view.upn} in ${view.tenant}. This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

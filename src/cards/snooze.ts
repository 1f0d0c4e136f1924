import template from '../../cards/snooze.json' with { type: 'json' };
import type { Alert } from '../core/alerts/alert.ts';
import { aboutName, alertLine } from './alert-words.ts';
import { type Card, cardTemplate } from './card.ts';
import { capitalized, markdown, plain } from './text.ts';

const fill = cardTemplate(template);
const usualHours = '8';

const untouched = {
  user: 'It will **not** change the account or what Microsoft says about its risk.',
  securityAlert: 'It will **not** change the alert at Microsoft.',
  policy: 'It will **not** change the setting: it stays as it is until somebody hardens it.',
} as const satisfies Record<Alert['about']['kind'], string>;

/** Asks how long and why. The answer carries the alert and the inputs `hours` and `reason`. */
export function snoozeCard({ alert }: { alert: Alert }): Card {
  const tenant = plain(alert.connection.name);
  const view = {
    ...{ heading: markdown(aboutName(alert)), tenant, level: `${capitalized(alert.level)} level` },
    ...{ alert: alert.id, hours: usualHours, untouched: untouched[alert.about.kind] },
  };
  return fill(view, { summary: `Snooze this alert? ${alertLine(alert)} in ${tenant}.` });
}

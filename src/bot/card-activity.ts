import type { Card } from '../cards/card.ts';
import type { OutgoingActivity } from './turn.ts';

/** A card as a message; `summary` is what clients show that show no cards. */
export function cardActivity({ content, summary }: Card): OutgoingActivity {
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { type: 'message', summary, attachments: [attachment] };
}

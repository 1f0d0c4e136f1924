import type { Card } from '../cards/card.ts';
import type { OutgoingActivity } from './turn.ts';

/** A card as a message; `summary` is what clients show that show no cards. */
export function cardActivity({ content, summary }: Card): OutgoingActivity {
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { type: 'message', summary, attachments: [attachment] };
}

/** The card in words, for where it does not fit. */
export function textActivity({ summary }: Card): OutgoingActivity {
  return { type: 'message', summary, text: summary, textFormat: 'plain' };
}

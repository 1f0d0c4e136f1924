import type { Card } from '../cards/card.ts';
import { messageCard } from '../cards/message.ts';
import { holds } from '../core/access.ts';
import type { Asker } from './desk.ts';

export function notConnectedCard({ roles }: Pick<Asker, 'roles'>): Card {
  return messageCard({
    tone: 'info',
    title: 'Not connected',
    text: 'No Microsoft 365 tenant is connected in AI Pilot mode, so there is nothing to show yet.',
    fix: holds(roles, 'admin') ? 'Write "connect" to connect one.' : 'Ask a Bulwark admin to connect one.',
  });
}

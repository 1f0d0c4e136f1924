import type { Actor } from '../core/actors.ts';
import { plain } from './text.ts';

/** Who acted, as a card names it. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'system') return 'Bulwark';
  return actor.kind === 'key' ? `API key ${plain(actor.name)}` : plain(actor.name);
}

import type { Actor } from '../core/actors.ts';
import { plain } from './text.ts';

/** Who acted, as a card names it. */
export function actorName(actor: Actor, limit?: number): string {
  if (actor.kind === 'system') return 'Bulwark';
  const name = plain(actor.name, limit);
  return actor.kind === 'key' ? `API key ${name}` : name;
}

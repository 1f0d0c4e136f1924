import { statusCard } from '../cards/status.ts';
import { holds } from '../core/access.ts';
import type { Asker, Desk, Reply } from './desk.ts';

export async function showStatus(desk: Desk, { person, via, roles }: Asker): Promise<Reply> {
  const status = await desk.readStatus(person, via);
  return { card: statusCard({ status, mayConnect: holds(roles, 'admin'), now: desk.runtime.now() }) };
}

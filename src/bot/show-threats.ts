import { type RiskyView, riskyCard, riskyPage } from '../cards/risky.ts';
import { userCard } from '../cards/user.ts';
import { holds } from '../core/access.ts';
import type { UserQuestion } from '../core/containment/user-draft.ts';
import { riskySubject } from '../core/operations/subjects.ts';
import type { ThreatsQuestion } from '../core/signals/read-threats.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { notConnectedCard } from './not-connected.ts';

export const firstRisky: RiskyView = { level: 'all', page: 1 };

export async function showRisky(
  desk: Desk,
  asker: Asker,
  view: RiskyView = firstRisky,
  question: ThreatsQuestion = {},
): Promise<Reply> {
  const threats = await desk.readThreats(asker.person, asker.via, question);
  if (!threats) return { card: notConnectedCard(asker) };
  const connectionId = threats.connection.id;
  const shown = riskyPage(threats, view).items.map(({ id }) => id);
  const acts = await desk.lastActs(asker.person.organization, threats, shown);
  return {
    card: riskyCard({ threats, view, acts }),
    about: { kind: 'risky', subject: riskySubject(connectionId), connectionId },
  };
}

export async function showUser(desk: Desk, asker: Asker, question: UserQuestion): Promise<Reply> {
  const threats = await desk.readUser(asker.person, asker.via, question);
  const mayContain = holds(asker.roles, 'responder');
  return { card: userCard({ threats, mayContain, now: desk.runtime.now() }) };
}

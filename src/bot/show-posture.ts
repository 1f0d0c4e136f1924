import { type PostureView, postureCard } from '../cards/posture.ts';
import { holds } from '../core/access.ts';
import { postureSubject } from '../core/operations/subjects.ts';
import type { PostureQuestion } from '../core/posture.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { notConnectedCard } from './not-connected.ts';

export const firstPage: PostureView = { filter: 'all', page: 1 };

export async function showPosture(
  desk: Desk,
  asker: Asker,
  view: PostureView = firstPage,
  question: PostureQuestion = {},
): Promise<Reply> {
  const posture = await desk.readPosture(asker.person, asker.via, question);
  if (!posture) return { card: notConnectedCard(asker) };
  const mayHarden = holds(asker.roles, 'hardener');
  const viewer = asker.userId === undefined ? {} : { viewer: asker.userId };
  const card = postureCard({ posture, view, mayHarden, now: desk.runtime.now(), ...viewer });
  const connectionId = posture.connection.id;
  return { card, about: { kind: 'posture', subject: postureSubject(connectionId), connectionId } };
}

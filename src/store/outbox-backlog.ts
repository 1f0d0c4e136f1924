import type { Backlog, DeadLetter } from '../core/chat.ts';
import type { Executor } from './database.ts';
import { parse } from './json.ts';

const mostListed = 20;

export async function backlog(executor: Executor): Promise<Backlog> {
  const now = await executor.now();
  const { count, min } = executor.db.fn;
  const waiting = await executor.db
    .selectFrom('outbox')
    .select([count<number>('id').as('count'), min('due_at').as('oldest')])
    .where('dead_at', 'is', null)
    .executeTakeFirstOrThrow();
  const dead = await executor.db
    .selectFrom('outbox')
    .select(count<number>('id').as('count'))
    .where('dead_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { waiting: waiting.count, oldestMs: Math.max(0, now - (waiting.oldest ?? now)), dead: dead.count };
}

export async function deadLetters({ db }: Executor, organization: string): Promise<readonly DeadLetter[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('organization', '=', organization)
    .where('dead_at', 'is not', null)
    .orderBy('dead_at', 'desc')
    .limit(mostListed)
    .execute();
  return rows.map(({ conversation_id, subject, new_card, dead_at, why }) => ({
    conversationId: conversation_id,
    subject,
    message: new_card === null ? 'edit' : parse<{ kind: DeadLetter['message'] }>(new_card).kind,
    at: dead_at ?? 0,
    why: why ?? '',
  }));
}

import { auditCard } from '../cards/audit.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { showOperation } from './show-operations.ts';

const pageSize = 8;

export async function showAudit(desk: Desk, { person, via, roles }: Asker, cursor?: string): Promise<Reply> {
  const page = await desk.history.list(person, via, cursor, pageSize);
  const putBack = await desk.putBackOn(person.organization, page.operations);
  return { card: auditCard({ page, putBack, isFirst: cursor === undefined, seesAll: roles.includes('admin') }) };
}

/** Stays a page of the record: what the message is about does not change. */
export async function showAudited(desk: Desk, asker: Asker, operationId: string): Promise<Reply> {
  const operation = await desk.history.find(asker.person, asker.via, operationId);
  return { card: showOperation(desk, asker, operation).card };
}

import { type Access, type Authorize, boundTo, gates } from '../access.ts';
import { type Actor, actorId } from '../actors.ts';
import type { Journal, Via } from '../journal.ts';
import type { Operation } from './operation.ts';
import type { OperationPage, OperationStore } from './operation-store.ts';
import { turnAwayUnknown } from './withdrawn.ts';

export type History = {
  list(actor: Actor, via: Via, cursor?: string, limit?: number): Promise<OperationPage>;
  find(actor: Actor, via: Via, operationId: string): Promise<Operation>;
};

export type HistoryPorts = {
  authorize: Authorize;
  access: Access;
  store: OperationStore;
  journal: Pick<Journal, 'deny'>;
};

const pageSize = 20;

/** What was done in this organization. A key sees its own connections, a person who is no admin their own operations. */
export function operationHistory({ authorize, access, store, journal }: HistoryPorts): History {
  return {
    async list(actor, via, cursor, limit = pageSize) {
      await authorize(actor, gates.readOperations, via);
      return store.list(actor.organization, { limit, cursor, ...(await sightOf(access, actor)) });
    },
    async find(actor, via, operationId) {
      await authorize(actor, gates.readOperations, via);
      const sight = await sightOf(access, actor);
      const operation = await store.find(actor.organization, operationId);
      if (operation && isVisible(operation, sight)) return operation;
      return turnAwayUnknown(journal, { actor, via, verb: gates.readOperations.verb });
    },
  };
}

/** Undefined: no limit of that kind. */
type Sight = { connections?: readonly string[]; requestedBy?: string };

async function sightOf(access: Access, actor: Actor): Promise<Sight> {
  if (actor.kind === 'key') {
    const connections = await boundTo(access, actor);
    return connections ? { connections } : {};
  }
  const seesAll = actor.kind === 'system' || (await access.rolesOf(actor)).includes('admin');
  return seesAll ? {} : { requestedBy: actorId(actor) };
}

function isVisible({ connection, requestedBy }: Operation, sight: Sight): boolean {
  const isConnected = sight.connections?.includes(connection.id) ?? true;
  return isConnected && (sight.requestedBy === undefined || sight.requestedBy === actorId(requestedBy));
}

import { type Access, type Authorize, gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import type { Via } from '../journal.ts';
import type { Operation } from './operation.ts';
import type { OperationPage, OperationStore } from './operation-store.ts';
import { refuseUnknownOperation } from './press.ts';

export type History = {
  list(actor: Actor, via: Via, cursor?: string): Promise<OperationPage>;
  find(actor: Actor, via: Via, operationId: string): Promise<Operation>;
};

export type HistoryPorts = { authorize: Authorize; access: Access; store: OperationStore };

const pageSize = 20;

/** What was done in this organization, for whoever may read operations; a key sees only its own connections. */
export function operationHistory({ authorize, access, store }: HistoryPorts): History {
  return {
    async list(actor, via, cursor) {
      await authorize(actor, gates.readOperations, via);
      const connections = await connectionsOf(access, actor);
      return store.list(actor.organization, { limit: pageSize, cursor, connections });
    },
    async find(actor, via, operationId) {
      await authorize(actor, gates.readOperations, via);
      const connections = await connectionsOf(access, actor);
      const operation = await store.find(actor.organization, operationId);
      const visible = operation && (connections?.includes(operation.connection.id) ?? true);
      return visible ? operation : refuseUnknownOperation();
    },
  };
}

/** Undefined: every connection of the organization. */
async function connectionsOf(access: Access, actor: Actor): Promise<readonly string[] | undefined> {
  return actor.kind === 'key' ? (await access.grantOf(actor))?.connections : undefined;
}

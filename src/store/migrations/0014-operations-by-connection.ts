import type { Migration } from 'kysely/migration';

/** A digest asks what was done in one tenant in one day. */
export const operationsByConnection: Migration = {
  async up(db) {
    const index = db.schema.createIndex('operations_connection_id_ended_at').on('operations');
    await index.columns(['connection_id', 'ended_at']).execute();
  },
};

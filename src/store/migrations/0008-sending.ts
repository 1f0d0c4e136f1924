import type { Migration } from 'kysely/migration';
import { createTable, type Table } from './table.ts';

export const sending: Migration = {
  async up(db) {
    for (const [name, table] of Object.entries(tables)) await createTable(db, name, table);
    const outbox = db.schema.alterTable('outbox');
    await outbox.addColumn('organization', 'text').execute();
    await outbox.addColumn('tried_at', 'bigint').execute();
    await outbox.addColumn('uncertain', 'integer', (column) => column.notNull().defaultTo(0)).execute();
  },
};

const tables: Record<string, Table> = {
  send_paces: { columns: { key: 'text', short_at: 'bigint', long_at: 'bigint' }, key: ['key'] },
};

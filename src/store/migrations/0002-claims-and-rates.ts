import type { Migration } from 'kysely/migration';
import { createTable, type Table } from './table.ts';

export const claimsAndRates: Migration = {
  async up(db) {
    for (const [name, table] of Object.entries(tables)) await createTable(db, name, table);
    await db.schema
      .alterTable('api_keys')
      .addColumn('unlimited', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

const tables: Record<string, Table> = {
  claims: {
    columns: { id: 'text', fingerprint: 'text', operation_id: 'text', expires_at: 'bigint' },
    key: ['id'],
    indexes: [['expires_at']],
  },
  rate_windows: { columns: { key: 'text', hits: 'bigint', ends_at: 'bigint' }, key: ['key'] },
};

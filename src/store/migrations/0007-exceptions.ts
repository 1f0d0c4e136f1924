import type { Migration } from 'kysely/migration';
import { createTable } from './table.ts';

export const exceptions: Migration = {
  async up(db) {
    await createTable(db, 'policy_exceptions', {
      columns: {
        connection_id: 'text',
        policy_key: 'text',
        organization: 'text',
        accepted: 'text',
        accepted_at: 'bigint',
        expires_at: 'bigint',
        over: 'integer',
      },
      key: ['connection_id', 'policy_key'],
      indexes: [['over', 'expires_at']],
    });
  },
};

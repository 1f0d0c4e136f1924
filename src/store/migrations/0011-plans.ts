import type { Migration } from 'kysely/migration';
import { createTable } from './table.ts';

export const plans: Migration = {
  async up(db) {
    await createTable(db, 'plans', {
      columns: {
        id: 'text',
        organization: 'text',
        state: 'text',
        plan: 'text',
        created_at: 'bigint',
        expires_at: 'bigint',
      },
      key: ['id'],
      indexes: [['organization']],
    });
  },
};

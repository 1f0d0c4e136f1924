import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createTable, type Table } from './table.ts';

export const alerts: Migration = {
  async up(db) {
    for (const [name, table] of Object.entries(tables)) await createTable(db, name, table);
    await db.schema.alterTable('conversations').addColumn('name', 'text').execute();
    await watchConnected(db);
  },
};

/** What was connected before is watched from now on, like what will be connected. */
async function watchConnected(db: Kysely<unknown>): Promise<void> {
  await sql`insert into due (kind, key, due_at, lease_until, claim, fails)
    select 'watch', organization || '/' || id, 0, 0, 0, 0 from connections`.execute(db);
}

const tables: Record<string, Table> = {
  alerts: {
    columns: {
      id: 'text',
      organization: 'text',
      connection_id: 'text',
      key: 'text',
      rank: 'integer',
      opened_at: 'bigint',
      updated_at: 'bigint',
      closed_at: 'bigint?',
      snoozed_until: 'bigint?',
      body: 'text',
    },
    key: ['id'],
    indexes: [['connection_id', 'key'], ['organization', 'closed_at'], ['snoozed_until']],
  },
  watches: {
    columns: { connection_id: 'text', marks: 'text', sources: 'text', looked_at: 'bigint' },
    key: ['connection_id'],
  },
  subscriptions: {
    columns: { conversation_id: 'text', organization: 'text', terms: 'text', created_at: 'bigint' },
    key: ['conversation_id'],
    indexes: [['organization']],
  },
  alert_posts: {
    columns: {
      id: 'text',
      conversation_id: 'text',
      alert_id: 'text',
      digest_id: 'text?',
      posted_at: 'bigint',
      escalate_at: 'bigint?',
      escalate_to: 'text?',
    },
    key: ['id'],
    indexes: [['conversation_id', 'posted_at'], ['escalate_at']],
  },
  alert_digests: {
    columns: {
      id: 'text',
      organization: 'text',
      conversation_id: 'text',
      why: 'text',
      opened_at: 'bigint',
      opens_at: 'bigint',
      last_at: 'bigint',
    },
    key: ['id'],
    indexes: [['conversation_id', 'last_at']],
  },
  alert_digest_items: {
    columns: { digest_id: 'text', alert_id: 'text' },
    key: ['digest_id', 'alert_id'],
    indexes: [['alert_id']],
  },
};

import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createTable, type Table } from './table.ts';

export const driftAndDigests: Migration = {
  async up(db) {
    for (const [name, table] of Object.entries(tables)) await createTable(db, name, table);
    await sql`insert into due (kind, key, due_at, lease_until, claim, fails)
      select 'drift', organization || '/' || id, 0, 0, 0, 0 from connections`.execute(db);
  },
};

const tables: Record<string, Table> = {
  policy_baselines: {
    columns: { connection_id: 'text', policy_key: 'text', value: 'text?', seen_at: 'bigint' },
    key: ['connection_id', 'policy_key'],
  },
  daily_scores: {
    columns: {
      connection_id: 'text',
      day: 'text',
      secure: 'bigint',
      judged: 'bigint',
      unread: 'bigint',
      read_at: 'bigint',
    },
    key: ['connection_id', 'day'],
  },
  daily_digests: {
    columns: { conversation_id: 'text', at: 'bigint', organization: 'text', since_at: 'bigint' },
    key: ['conversation_id', 'at'],
  },
};

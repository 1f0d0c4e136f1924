import type { Migration } from 'kysely/migration';
import type { StoreDialect } from '../dialect/dialect.ts';
import { createTable, type Table } from './table.ts';

export function start(dialect: StoreDialect): Migration {
  return {
    async up(db) {
      for (const [name, table] of Object.entries(tables)) await createTable(db, name, table);
      for (const guard of dialect.appendOnly('journal')) await guard.execute(db);
    },
  };
}

const tables: Record<string, Table> = {
  organizations: {
    columns: { id: 'text', name: 'text', entitlements: 'text', created_at: 'bigint' },
    key: ['id'],
  },
  connections: {
    columns: {
      id: 'text',
      organization: 'text',
      tenant_id: 'text',
      name: 'text',
      mode: 'text',
      health: 'text?',
      app_roles: 'text?',
      connected_by: 'text?',
      created_at: 'bigint',
    },
    key: ['id'],
    unique: [['organization', 'tenant_id']],
  },
  consents: {
    columns: {
      id: 'text',
      organization: 'text',
      state_hash: 'text',
      state: 'text',
      draft: 'text',
      outcome: 'text?',
      created_at: 'bigint',
      expires_at: 'bigint',
    },
    key: ['id'],
    unique: [['state_hash']],
    indexes: [['state', 'expires_at']],
  },
  api_keys: {
    columns: {
      id: 'text',
      organization: 'text',
      name: 'text',
      scopes: 'text',
      connections: 'text?',
      digest: 'text',
      created_at: 'bigint',
      expires_at: 'bigint?',
      revoked_at: 'bigint?',
      last_used_at: 'bigint?',
    },
    key: ['id'],
    unique: [['digest']],
    indexes: [['organization']],
  },
  conversations: {
    columns: {
      id: 'text',
      organization: 'text',
      tenant_id: 'text',
      type: 'text',
      service_url: 'text',
      approved: 'integer',
      operators: 'integer',
      disabled: 'text?',
    },
    key: ['id'],
    indexes: [['organization']],
  },
  shown_cards: {
    columns: {
      conversation_id: 'text',
      activity_id: 'text',
      organization: 'text',
      kind: 'text',
      subject: 'text',
      connection_id: 'text',
      asked_by: 'text',
    },
    key: ['conversation_id', 'activity_id'],
    indexes: [['subject']],
  },
  operations: {
    columns: {
      id: 'text',
      organization: 'text',
      state: 'text',
      connection_id: 'text',
      lock_key: 'text',
      draft: 'text',
      created_at: 'bigint',
      expires_at: 'bigint',
      begun_at: 'bigint?',
      intent_seq: 'bigint?',
      cap_key: 'text?',
      ended_at: 'bigint?',
      before_state: 'text?',
      steps: 'text',
      result: 'text?',
      interrupted: 'integer',
    },
    key: ['id'],
    indexes: [
      ['organization', 'intent_seq'],
      ['lock_key', 'intent_seq'],
      ['cap_key', 'begun_at'],
      ['state', 'expires_at'],
    ],
  },
  leases: {
    columns: {
      key: 'text',
      fence: 'bigint',
      operation_id: 'text?',
      verb: 'text',
      instance: 'text',
      expires_at: 'bigint',
    },
    key: ['key'],
  },
  journal: {
    columns: {
      organization: 'text',
      seq: 'bigint',
      ts: 'bigint',
      type: 'text',
      actor: 'text',
      operation_id: 'text?',
      connection_id: 'text?',
      tenant_id: 'text?',
      prev: 'text',
      hash: 'text',
      bytes: 'text',
    },
    key: ['organization', 'seq'],
    indexes: [['operation_id']],
  },
  journal_heads: {
    columns: { organization: 'text', seq: 'bigint', hash: 'text', ts: 'bigint' },
    key: ['organization'],
  },
  denials: {
    columns: { organization: 'text', actor: 'text', verb: 'text', minute: 'bigint', count: 'bigint' },
    key: ['organization', 'actor', 'verb', 'minute'],
  },
  outbox: {
    columns: {
      id: 'text',
      conversation_id: 'text',
      activity_id: 'text?',
      subject: 'text',
      new_card: 'text?',
      operation_id: 'text?',
      replaced: 'integer',
      attempts: 'bigint',
      claim: 'bigint',
      due_at: 'bigint',
      lease_until: 'bigint',
      dead_at: 'bigint?',
      why: 'text?',
    },
    key: ['id'],
    unique: [['conversation_id', 'activity_id']],
    indexes: [['due_at']],
  },
  due: {
    columns: {
      kind: 'text',
      key: 'text',
      due_at: 'bigint',
      lease_until: 'bigint',
      claim: 'bigint',
      fails: 'bigint',
    },
    key: ['kind', 'key'],
    indexes: [['kind', 'due_at']],
  },
  rate_slots: { columns: { tenant_id: 'text', next_at: 'bigint' }, key: ['tenant_id'] },
  probes: { columns: { id: 'text', at: 'bigint' }, key: ['id'] },
};

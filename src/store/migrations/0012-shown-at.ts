import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreDialect } from '../dialect/dialect.ts';

/** When a card was last shown; what is there already counts as shown now. */
export function shownAt({ now }: StoreDialect): Migration {
  return {
    async up(db) {
      const cards = db.schema.alterTable('shown_cards');
      await cards.addColumn('shown_at', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
      await sql`update shown_cards set shown_at = ${now}`.execute(db);
      await db.schema.createIndex('shown_cards_shown_at').on('shown_cards').column('shown_at').execute();
    },
  };
}

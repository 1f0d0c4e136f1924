import type { Migration } from 'kysely/migration';

/** The scores that a digest told, so that the next one tells the change since then. */
export const toldScores: Migration = {
  async up(db) {
    await db.schema.alterTable('daily_digests').addColumn('scores', 'text').execute();
  },
};

import { z } from 'zod/v4';
import { verdictOutcome } from './journal.ts';
import { verb } from './verb.ts';

export const storeMove = verb({
  name: 'store move',
  usage: '--to postgres://…',
  help: 'Copies the embedded store into an empty PostgreSQL database and verifies the journal there. Stop the server first.',
  options: {
    to: z.url({ protocol: /^postgres(ql)?$/, message: 'Not a postgres:// address' }).describe('an empty database'),
  },
  async run({ moveStore }, { to }) {
    const { tables, rows, journal } = await moveStore(to);
    const { lines, notes = [], found = false } = verdictOutcome(journal);
    const next = 'Set DATABASE_URL to the new address and start the server. The embedded store was left as it is.';
    return {
      lines: [`moved ${rows} rows of ${tables} tables`, ...lines],
      notes: found ? notes : [...notes, next],
      json: { rows, tables, journal },
      found,
    };
  },
});

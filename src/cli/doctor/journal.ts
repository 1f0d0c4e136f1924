import type { JournalVerdict } from '../../core/journal-proof.ts';
import { type Check, type Finding, failed, ok } from './check.ts';

export type JournalPorts = {
  /** Undefined when a row could be written now; nothing is. */
  whyNotWritable(): Promise<string | undefined>;
  verify(): Promise<JournalVerdict>;
};

const name = 'journal';

export function journalCheck({ whyNotWritable, verify }: JournalPorts): Check {
  return { name, run: async () => [writable(await whyNotWritable()), ...verified(await verify())] };
}

function writable(why: string | undefined): Finding {
  if (why === undefined) return ok(name, 'takes new rows');
  return failed(
    name,
    `cannot be written: ${why}`,
    'Until it can, Bulwark changes nothing. Check free space, and that Bulwark may write to DATA_DIR or the database.',
  );
}

function verified({ chains }: JournalVerdict): readonly Finding[] {
  const bad = chains.flatMap((chain) => (chain.ok ? [] : [chain]));
  const rows = chains.reduce((sum, chain) => sum + (chain.ok ? chain.rows : 0), 0);
  if (bad.length === 0) return [ok(name, `${rows} rows are as they were written`)];
  return bad.map(({ organization, seq, why }) =>
    failed(
      name,
      `row ${seq} of ${organization}: ${why}`,
      'Keep a copy of the store and of the checkpoints, find out who could write to them, and restore a back-up that verifies.',
    ),
  );
}

import { z } from 'zod/v4';
import type { ChainVerdict, JournalVerdict } from '../core/journal-proof.ts';
import { type Outcome, verb } from './verb.ts';

export const journalVerify = verb({
  name: 'journal verify',
  usage: '[--archive <directory>]',
  help: 'Checks every row of the journal, or of an exported archive, against its chain and its signed checkpoints.',
  options: { archive: z.string().optional().describe('directory that journal export wrote; needs no database') },
  async run({ journal, verifyArchive }, { archive }) {
    return verdictOutcome(await (archive === undefined ? (await journal()).verify() : verifyArchive(archive)));
  },
});

export const journalExport = verb({
  name: 'journal export',
  usage: '--to <directory>',
  help: 'Writes the journal with checkpoints, public keys and a signed manifest into a new directory.',
  options: { to: z.string().describe('a directory that is empty or not there yet') },
  async run({ journal }, { to }) {
    const outcome = verdictOutcome(await (await journal()).exportTo(to));
    const note = outcome.found
      ? 'Nothing was exported.'
      : `Exported. Check it with: bulwark journal verify --archive ${to}`;
    return { ...outcome, notes: [...(outcome.notes ?? []), note] };
  },
});

/** `ok <rows> <head>` per organization; or only `bad <organization> <seq> <why>` of those that are not. */
export function verdictOutcome(verdict: JournalVerdict): Outcome {
  const { chains, covered, keys } = verdict;
  const bad = chains.filter(({ ok }) => !ok);
  return {
    lines: (bad.length > 0 ? bad : chains).map(lineOf),
    notes: [coverage(verdict), ...(keys.length > 0 ? [`signed by ${keys.join(', ')}`] : [])],
    json: { ok: bad.length === 0, chains, covered, keys },
    found: bad.length > 0,
  };
}

function lineOf(chain: ChainVerdict): string {
  return chain.ok ? `ok ${chain.rows} ${chain.head}` : `bad ${chain.organization} ${chain.seq} ${chain.why}`;
}

function coverage({ chains, covered }: JournalVerdict): string {
  const names = chains.map(({ organization }) => organization).join(', ');
  if (covered === 0) return `${names}: no signed checkpoint yet, so a journal that was cut at its end looks whole.`;
  return `${names}: ${covered} rows are covered by signed checkpoints.`;
}

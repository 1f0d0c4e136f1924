import type { JournalProof, JournalVerdict } from '../../core/journal-proof.ts';
import { readCheckpointLines } from '../checkpoints/checkpoint-file.ts';
import type { CheckpointPlace } from '../checkpoints/journal-keeper.ts';
import { coveredRows, signedChains } from '../checkpoints/signed-chains.ts';
import type { Store } from '../open.ts';
import { writeArchive } from './export.ts';

type ProvenJournal = Pick<
  Store,
  'journalEnds' | 'journalOrganizations' | 'verifyJournal' | 'readJournal' | 'organizations'
>;

export function journalProof(store: ProvenJournal, place: CheckpointPlace, now: () => number): JournalProof {
  /** Checkpoints are read before the rows: somebody may be writing both. */
  async function prove(checkpointLines: readonly string[]): Promise<JournalVerdict> {
    const signed = signedChains(checkpointLines, place.key.trusted);
    const chains = [];
    for (const organization of await organizationsIn(store, signed.marks.keys())) {
      const verdict = await store.verifyJournal(organization, signed.marks.get(organization));
      chains.push({ organization, ...verdict });
    }
    return { chains: [...chains, ...signed.bad], covered: coveredRows(signed), keys: [...place.key.trusted.keys()] };
  }

  return {
    verify: async () => prove(await readCheckpointLines(place.directory)),
    async exportTo(directory) {
      const checkpointLines = await readCheckpointLines(place.directory);
      const verdict = await prove(checkpointLines);
      if (verdict.chains.every(({ ok }) => ok)) {
        await writeArchive(directory, { ...store, place, checkpointLines, verdict, now: now() });
      }
      return verdict;
    },
  };
}

/** Known to anybody: an organization can be taken out of one place more easily than out of all. */
async function organizationsIn(store: ProvenJournal, signed: Iterable<string>): Promise<readonly string[]> {
  const listed = (await store.organizations.list()).map(({ id }) => id);
  const ended = (await store.journalEnds()).map(({ organization }) => organization);
  return [...new Set([...listed, ...ended, ...(await store.journalOrganizations()), ...signed])];
}

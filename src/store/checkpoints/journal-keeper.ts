import { firstLink, type Link } from '../chain.ts';
import type { Verification } from '../verify-journal.ts';
import { type ChainEnd, type Checkpoint, checkpointLine, signCheckpoint } from './checkpoint.ts';
import { appendCheckpoints, readCheckpointLines } from './checkpoint-file.ts';
import type { CheckpointKey } from './checkpoint-key.ts';
import { type BadChain, newestCheckpoints } from './signed-chains.ts';

export type CheckpointPlace = { directory: string; key: CheckpointKey };

/** The journal, as far as its keeper needs it. */
export type KeptJournal = {
  journalEnds(): Promise<readonly ChainEnd[]>;
  verifyJournalFrom(organization: string, signed: Link): Promise<Verification>;
  sealJournal(why: string): void;
};

export type JournalKeeper = {
  /**
   * Compares every chain with its newest checkpoint: once, before serving. The first that does not match seals the
   * journal, so that nothing is changed any more.
   */
  check(): Promise<BadChain | undefined>;
  /** Signs every chain for which it is time: 100 new rows, or a new one and 60 s. `all`: every chain with a new row. */
  checkpoint(all: boolean): Promise<void>;
};

type Newest = ReadonlyMap<string, Checkpoint>;

const everyRows = 100;
const everyMs = 60_000;

export function journalKeeper(journal: KeptJournal, place: CheckpointPlace, now: () => number): JournalKeeper {
  const { directory, key } = place;
  let newest: Newest = new Map();
  let bad: BadChain | undefined;

  async function check(): Promise<BadChain | undefined> {
    const found = newestCheckpoints(await readCheckpointLines(directory), key.trusted);
    newest = found.newest;
    bad = found.bad ?? (await prove(journal, newest, await chainEnds(journal, newest))).bad;
    if (bad) journal.sealJournal(describe(bad));
    return bad;
  }

  async function checkpoint(all: boolean): Promise<void> {
    if (bad) return;
    const due = (await chainEnds(journal, newest)).filter((end) =>
      isDue(end, newest.get(end.organization), all, now()),
    );
    const proven = await prove(journal, newest, due);
    bad = proven.bad;
    if (bad) {
      journal.sealJournal(describe(bad));
      throw new Error(`The journal does not match its newest checkpoint. ${describe(bad)}`);
    }
    await sign(proven.good);
  }

  async function sign(ends: readonly ChainEnd[]): Promise<void> {
    const signed = ends.map((end) => signCheckpoint(end, now(), key));
    if (signed.length === 0) return;
    await appendCheckpoints(directory, signed.map(checkpointLine));
    newest = new Map([...newest, ...signed.map((one) => [one.organization, one] as const)]);
  }

  return { check, checkpoint };
}

/** A chain that is gone altogether still has its checkpoint. */
async function chainEnds(journal: KeptJournal, newest: Newest): Promise<readonly ChainEnd[]> {
  const present = await journal.journalEnds();
  const known = new Set(present.map(({ organization }) => organization));
  const gone = [...newest.keys()].filter((organization) => !known.has(organization));
  return [...present, ...gone.map((organization) => ({ organization, ...firstLink }))];
}

/** A chain shorter than what was signed of it is due at once: it must be looked at. */
function isDue({ seq }: ChainEnd, last: Checkpoint | undefined, all: boolean, now: number): boolean {
  const rows = seq - (last?.seq ?? 0);
  if (rows === 0) return false;
  return all || rows < 0 || rows >= everyRows || now - (last?.at ?? 0) >= everyMs;
}

/** The same chains, as far as they go now and were found to be good since their last checkpoint. */
async function prove(
  journal: KeptJournal,
  newest: Newest,
  chains: readonly ChainEnd[],
): Promise<{ good: ChainEnd[]; bad?: BadChain }> {
  const good: ChainEnd[] = [];
  for (const { organization } of chains) {
    const last = newest.get(organization);
    const signed = last ? { seq: last.seq, hash: last.head } : firstLink;
    const verdict = await journal.verifyJournalFrom(organization, signed);
    if (!verdict.ok) return { good, bad: { organization, ...verdict } };
    good.push({ organization, seq: verdict.rows, hash: verdict.head });
  }
  return { good };
}

function describe({ organization, seq, why }: BadChain): string {
  return `Row ${seq} of ${organization}: ${why}.`;
}

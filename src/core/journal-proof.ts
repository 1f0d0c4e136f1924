/** What became of checking one organization's chain: good to row `rows` with hash `head`, or the first bad row. */
export type ChainVerdict = { organization: string } & (
  | { ok: true; rows: number; head: string }
  | { ok: false; seq: number; why: string }
);

export type JournalVerdict = {
  chains: readonly ChainVerdict[];
  /** Rows that a signed checkpoint covers; what came later could be cut off unseen. */
  covered: number;
  /** Fingerprints of the keys whose signatures were believed. */
  keys: readonly string[];
};

/** The outside of the journal: proving that nobody rewrote it, and taking it elsewhere with its proof. */
export type JournalProof = {
  verify(): Promise<JournalVerdict>;
  /** Writes an archive into an empty or new directory. A journal that does not verify is not exported. */
  exportTo(directory: string): Promise<JournalVerdict>;
};

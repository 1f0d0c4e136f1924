/** Work that time wakes, one row per kind and key; exactly one instance holds a row at a time. */
export type DueItem = { kind: string; key: string; claim: number; fails: number };

export type DueTable = {
  /** Adds the row if it is not there, due at once. */
  ensure(kind: string, key: string): Promise<void>;
  remove(kind: string, key: string): Promise<void>;
  claim(kind: string, limit: number, leaseMs: number): Promise<readonly DueItem[]>;
  /** Due again in `nextMs`. False when the lease was lost: whatever the caller did does not count. */
  finish(item: DueItem, nextMs: number, failed: boolean): Promise<boolean>;
};

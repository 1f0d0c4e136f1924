import type { OperationStore } from '../../core/operations/operation-store.ts';
import type { Database } from '../database.ts';
import { orJournalUnavailable } from '../unavailable.ts';
import { begin } from './begin.ts';
import { find, list } from './history.ts';
import { renewLease, takeLease, unlock } from './leases.ts';
import { cancel, expire, propose } from './proposals.ts';
import { settle } from './settle.ts';
import { takeOverInterrupted } from './take-over.ts';

export function operationStore({ outside, write }: Database): OperationStore {
  return {
    propose: (draft, ttlMs, entry) => orJournalUnavailable(() => write((tx) => propose(tx, draft, ttlMs, entry))),
    find: (organization, id) => find(outside, organization, id),
    list: (organization, page) => list(outside, organization, page),
    lock: (key, holder) => orJournalUnavailable(() => write((tx) => takeLease(tx, key, holder))),
    renew: (lock) => write((tx) => renewLease(tx, lock)),
    unlock: (lock) => write((tx) => unlock(tx, lock)),
    begin: (intent) => orJournalUnavailable(() => write((tx) => begin(tx, intent))),
    settle: (outcome) => write((tx) => settle(tx, outcome)),
    cancel: (organization, id, entry) => orJournalUnavailable(() => write((tx) => cancel(tx, organization, id, entry))),
    expire: () => write(expire),
    takeOverInterrupted: (settleMs) => write((tx) => takeOverInterrupted(tx, settleMs)),
  };
}

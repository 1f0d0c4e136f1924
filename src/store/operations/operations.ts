import type { OperationStore } from '../../core/operations/operation-store.ts';
import type { Database } from '../database.ts';
import { orJournalUnavailable } from '../unavailable.ts';
import { deny, requestApproval } from './approvals.ts';
import { begin } from './begin.ts';
import { findClaimed, takeClaim } from './claims.ts';
import { find, latest, list } from './history.ts';
import { renewLease, takeLease, unlock } from './leases.ts';
import { cancel, expire, propose } from './proposals.ts';
import { settle } from './settle.ts';
import { takeOverInterrupted } from './take-over.ts';

export function operationStore({ outside, write }: Database): OperationStore {
  return {
    propose: (draft, ttlMs, entry) => orJournalUnavailable(() => write((tx) => propose(tx, draft, ttlMs, entry))),
    find: (organization, id) => find(outside, organization, id),
    list: (organization, page) => list(outside, organization, page),
    latest: (organization, lockKeys, limit) => latest(outside, organization, lockKeys, limit),
    requestApproval: (asked) => orJournalUnavailable(() => write((tx) => requestApproval(tx, asked))),
    deny: (denial) => orJournalUnavailable(() => write((tx) => deny(tx, denial))),
    lock: (key, holder) => orJournalUnavailable(() => write((tx) => takeLease(tx, key, holder))),
    renew: (lock) => write((tx) => renewLease(tx, lock)),
    unlock: (lock) => write((tx) => unlock(tx, lock)),
    begin: (intent) => orJournalUnavailable(() => write((tx) => begin(tx, intent))),
    settle: (outcome) => write((tx) => settle(tx, outcome)),
    findClaimed: (organization, claim) => findClaimed(outside, organization, claim),
    claim: (claim, operationId) => write((tx) => takeClaim(tx, claim, operationId)),
    cancel: (organization, id, entry) => orJournalUnavailable(() => write((tx) => cancel(tx, organization, id, entry))),
    expire: () => write(expire),
    takeOverInterrupted: (settleMs) => write((tx) => takeOverInterrupted(tx, settleMs)),
  };
}

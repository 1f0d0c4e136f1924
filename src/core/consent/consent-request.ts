import type { Person } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { JournalEntry, Json, Via } from '../journal.ts';

export type ConsentState =
  /** The link is out. */
  | 'waiting'
  /** Microsoft sent the admin back: what was granted is being looked at. */
  | 'proving'
  | 'granted'
  | 'refused'
  | 'wrongTenant'
  | 'failed'
  | 'expired';

export type ConsentDraft = {
  /** `consent_…` */
  id: string;
  organization: string;
  /** The one Entra tenant whose consent counts. */
  tenantId: string;
  /** The domain or connection name that the admin meant, for cards. */
  label: string;
  requestedBy: Person;
  via: Via;
  /** Of the connection to be consented to again. */
  connectionId?: string;
};

export type ConsentRequest = ConsentDraft & {
  state: ConsentState;
  /** Milliseconds since 1970, by the database's clock. */
  createdAt: number;
  expiresAt: number;
  /** Once granted. */
  connection?: Pick<Connection, 'id' | 'name' | 'mode'>;
  /** App roles that were not granted. */
  missing?: readonly string[];
  /** Why it came to nothing, in a sentence. */
  why?: string;
};

/** What an answer of Microsoft makes of a waiting request. */
export type ConsentVerdict = { state: Exclude<ConsentState, 'waiting' | 'granted'>; why?: string; entry: JournalEntry };

export type Granted = {
  connection: Omit<Connection, 'createdAt'>;
  missing: readonly string[];
  /** What it becomes instead when another organization turns out to claim the tenant. */
  contested?: ConsentVerdict;
};

export type Redeemed = { request: ConsentRequest; replayed: boolean };

/** Each function is one transaction, on the database's clock; whatever changes a request queues edits of its cards. */
export type ConsentRequests = {
  /** `stateHash`: SHA-256 of the secret in the link, which itself is never stored. */
  open(draft: ConsentDraft, stateHash: string, ttlMs: number, entry: JournalEntry): Promise<ConsentRequest>;
  find(organization: string, id: string): Promise<ConsentRequest | undefined>;
  /** Uses a link up. Undefined: there is no such link. One that is `proving` is due for {@link provingKind}. */
  redeem(stateHash: string, judge: (request: ConsentRequest) => ConsentVerdict): Promise<Redeemed | undefined>;
  /** Whether another organization has connected this tenant, or waits for its consent. */
  isClaimedElsewhere(organization: string, tenantId: string): Promise<boolean>;
  /** Adds the connection, or brings the one to that tenant up to date; `contested`: not if it is claimed elsewhere. */
  grant(request: ConsentRequest, granted: Granted, entry: JournalEntry): Promise<ConsentRequest>;
  end(request: ConsentRequest, verdict: ConsentVerdict): Promise<ConsentRequest>;
  /** Marks links whose time has run out. */
  expire(): Promise<number>;
};

/** In the due-table; the key is `<organization>/<id>`. */
export const provingKind = 'consent';

const subjectStart = 'consent/';

/** What a shown card about a request is about. */
export function consentSubject(id: string): string {
  return `${subjectStart}${id}`;
}

export function consentIdIn(subject: string): string | undefined {
  return subject.startsWith(subjectStart) ? subject.slice(subjectStart.length) : undefined;
}

export function consentEntry(request: ConsentDraft, detail: { readonly [name: string]: Json }): JournalEntry {
  const { organization, requestedBy: actor, via, tenantId, connectionId } = request;
  return {
    type: 'connection',
    organization,
    actor,
    via,
    tenantId,
    ...(connectionId === undefined ? {} : { connectionId }),
    detail: { consent: request.id, ...detail },
  };
}

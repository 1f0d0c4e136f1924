import type { Connection } from '../../../src/core/connections.ts';
import type { ConsentPort, Proof } from '../../../src/core/consent/consent-port.ts';
import type { ConsentRequest, ConsentRequests, ConsentVerdict } from '../../../src/core/consent/consent-request.ts';
import type { DueItem, DueTable } from '../../../src/core/due.ts';
import type { Reading } from '../../../src/core/graph-answers.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';

/** Requests, connections and due proofs in memory; `rows` is what was journaled with them. */
export function fakeConsents(now: () => number) {
  const requests = new Map<string, ConsentRequest>();
  const byHash = new Map<string, string>();
  const connections: Connection[] = [];
  const due = new Map<string, DueItem & { dueAt: number }>();
  const rows: JournalEntry[] = [];

  function change(id: string, facts: Partial<ConsentRequest>, entry?: JournalEntry): ConsentRequest {
    const request = { ...require(id), ...facts };
    requests.set(id, request);
    if (entry) rows.push(entry);
    return request;
  }

  function require(id: string): ConsentRequest {
    const request = requests.get(id);
    if (!request) throw new Error(`no request ${id}`);
    return request;
  }

  function settle({ id, organization }: ConsentRequest, { entry, ...verdict }: ConsentVerdict): ConsentRequest {
    const key = `${organization}/${id}`;
    if (verdict.state === 'proving') due.set(key, { kind: 'consent', key, claim: 0, fails: 0, dueAt: now() });
    return change(id, verdict, entry);
  }

  function isClaimed(organization: string, tenantId: string): boolean {
    const open = [...requests.values()].filter(({ state }) => state === 'waiting' || state === 'proving');
    return [...connections, ...open].some((one) => one.tenantId === tenantId && one.organization !== organization);
  }

  const store: ConsentRequests = {
    async open(draft, stateHash, ttlMs, entry) {
      byHash.set(stateHash, draft.id);
      requests.set(draft.id, { ...draft, state: 'waiting', createdAt: now(), expiresAt: now() + ttlMs });
      return change(draft.id, {}, entry);
    },
    find: async (organization, id) => [requests.get(id)].find((request) => request?.organization === organization),
    async redeem(stateHash, judge) {
      const request = requests.get(byHash.get(stateHash) ?? '');
      if (!request) return undefined;
      if (request.state !== 'waiting') return { request, replayed: true };
      if (request.expiresAt <= now()) return { request: change(request.id, { state: 'expired' }), replayed: true };
      return { request: settle(request, judge(request)), replayed: false };
    },
    isClaimedElsewhere: async (organization, tenantId) => isClaimed(organization, tenantId),
    async grant({ id, organization, tenantId }, { connection, missing, contested }, entry) {
      if (contested && isClaimed(organization, tenantId)) {
        const { entry: refused, ...verdict } = contested;
        return change(id, verdict, refused);
      }
      const at = connections.findIndex(({ tenantId }) => tenantId === connection.tenantId);
      const stored = { ...connection, createdAt: now() };
      if (at < 0) connections.push(stored);
      else connections[at] = stored;
      return change(id, { state: 'granted', connection: stored, missing }, entry);
    },
    end: async ({ id }, { entry, ...verdict }) => change(id, verdict, entry),
    expire: async () => 0,
  };

  const dueTable: DueTable = {
    ensure: async () => undefined,
    remove: async (_kind, key) => void due.delete(key),
    claim: async (_kind, limit) => [...due.values()].filter(({ dueAt }) => dueAt <= now()).slice(0, limit),
    async finish(item, nextMs) {
      due.set(item.key, { ...item, fails: item.fails + 1, dueAt: now() + nextMs });
      return true;
    },
  };
  return { requests, connections, due, rows, store, dueTable };
}

/** Microsoft, saying what the test wants. */
export function fakeConsentPort() {
  const refusal = { status: 'needsConsent', reason: 'appNotConsented', needsReconsent: true } as const;
  const answers = { proof: { status: 'needsConsent', refusal } as Reading<Proof>, domains: new Map<string, string>() };
  const proved: string[] = [];
  const port: ConsentPort = {
    link: (tenantId, state, redirectUrl) => `https://login.example/${tenantId}?state=${state}&back=${redirectUrl}`,
    findTenant: async (domain) => ({ status: 'ok', value: answers.domains.get(domain) }),
    look: async () => {
      const { proof } = answers;
      return proof.status === 'ok' ? { status: 'ok', value: proof.value.appRoles } : proof;
    },
    async prove(tenantId) {
      proved.push(tenantId);
      return answers.proof;
    },
  };
  return { answers, proved, port };
}

import type { Reading } from '../core/graph-answers.ts';
import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import type { PolicyChange, PolicyPort, PostureReading } from '../core/policies/policy-port.ts';
import { type Reader, readBatch } from './batch.ts';
import type { GraphCall, Sent } from './call.ts';
import { readLastChange } from './change-log.ts';
import { readConditionalAccess } from './conditional-access.ts';
import type { Gateway } from './gateway.ts';
import { patchOf, wantedValue } from './patch.ts';
import { readCache } from './read-cache.ts';
import { outcomeOf, refused, unreadable } from './readings.ts';
import type { Clock } from './retry.ts';

export type PostureParts = {
  gateway: Gateway;
  /** Of the app that Bulwark is, to tell its own changes from those of others. */
  clientId: string;
  clock: Clock;
  /** URL of the version, which next links must start with. */
  root: string;
  entries: readonly PolicyEntry[];
  /** How long a whole reading is kept; 0: not at all. */
  readCacheMs: number;
};

/** A whole reading takes no longer, whatever its parts ask for. */
const readingMs = 20_000;

/** Reads and writes the documents of the allow-list. */
export function policyPort(parts: PostureParts): PolicyPort {
  const { gateway, clock, root, readCacheMs } = parts;
  // By tenant, not by connection: a write through one connection must not leave another one with old readings.
  const cache = readCache(readCacheMs, clock, (tenantId, explicit) =>
    readAll(parts, { tenantId, explicit, deadline: clock.now() + readingMs }),
  );

  return {
    readAll: ({ tenantId }, fresh) => cache.get(tenantId, fresh),
    read: async ({ tenantId }, entry) => documentOf(await gateway.send(readCall(tenantId, entry))),
    readConditionalAccess: ({ tenantId }) =>
      readConditionalAccess(gateway, root, { tenantId, explicit: true, deadline: clock.now() + readingMs }),
    lastChange: (connection, entry, since) => readLastChange(parts, connection, entry, since),
    async write({ tenantId }, entry, change) {
      try {
        return outcomeOf(await gateway.send(writeCall(tenantId, entry, change)));
      } finally {
        // Whatever became of the write: nothing read before it is shown after it.
        cache.drop(tenantId);
      }
    },
  };
}

/** Conditional Access is asked for apart: its service allows one request per second, and a batch would share its fate. */
async function readAll({ gateway, clock, root, entries }: PostureParts, reader: Reader): Promise<PostureReading> {
  const [answers, conditionalAccess] = await Promise.all([
    readBatch({ gateway, clock, reader }, itemsOf(entries)),
    readConditionalAccess(gateway, root, reader),
  ]);
  const documents = new Map([...answers].map(([path, answer]) => [path, asDocument(answer)]));
  return { readAt: clock.now(), documents, conditionalAccess };
}

function itemsOf(entries: readonly PolicyEntry[]) {
  const permissions = new Map(entries.map(({ document, permissions }) => [document, permissions.read]));
  return [...permissions].map(([path, read]) => ({ path, needed: [read] }));
}

function readCall(tenantId: string, { document, permissions }: PolicyEntry): GraphCall {
  return { tenantId, purpose: 'read', method: 'GET', path: document, needed: [permissions.read], explicit: true };
}

function writeCall(tenantId: string, entry: PolicyEntry, change: PolicyChange): GraphCall {
  return {
    tenantId,
    purpose: change.kind,
    method: 'PATCH',
    path: entry.document,
    body: patchOf(entry, wantedValue(entry, change)),
    needed: [entry.permissions.write],
    explicit: true,
  };
}

function documentOf(sent: Sent): Reading<GraphDocument> {
  return sent.ok ? asDocument({ status: 'ok', value: sent.body }) : refused(sent.refusal);
}

function asDocument(reading: Reading<unknown>): Reading<GraphDocument> {
  if (reading.status !== 'ok') return reading;
  return isObject(reading.value) ? { status: 'ok', value: reading.value } : unreadable;
}

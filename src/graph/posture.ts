import type { Reading } from '../core/graph-answers.ts';
import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { isCollection } from '../core/policies/objects.ts';
import type { PolicyPort, PostureReading } from '../core/policies/policy-port.ts';
import { type Reader, readBatch } from './batch.ts';
import type { Sent } from './call.ts';
import { readLastChange } from './change-log.ts';
import { readConditionalAccess } from './conditional-access.ts';
import type { Gateway } from './gateway.ts';
import { countOnlyMethod } from './only-method.ts';
import { readPages } from './paging.ts';
import { writeEach } from './policy-writes.ts';
import { readCache } from './read-cache.ts';
import { refused, unreadable } from './readings.ts';
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
  const until = () => clock.now() + readingMs;
  // By tenant, not by connection: a write through one connection must not leave another one with old readings.
  const cache = readCache(readCacheMs, clock, (tenantId, explicit) =>
    readAll(parts, { tenantId, explicit, deadline: until() }),
  );

  return {
    readAll: ({ tenantId }, fresh) => cache.get(tenantId, fresh),
    read: ({ tenantId }, entry) => readDocument(parts, { tenantId, explicit: true, deadline: until() }, entry),
    readConditionalAccess: ({ tenantId }) =>
      readConditionalAccess(gateway, root, { tenantId, explicit: true, deadline: until() }),
    lastChange: (connection, entry, since) => readLastChange(parts, connection, entry, since),
    countOnlyMethod: (connection, methods) => countOnlyMethod(parts, connection, methods),
    async write({ tenantId }, entry, change, before) {
      try {
        return await writeEach(gateway, tenantId, { entry, change, before });
      } finally {
        // Whatever became of the write: nothing read before it is shown after it.
        cache.drop(tenantId);
      }
    },
  };
}

/** Conditional Access is asked for apart: its service allows one request per second, and a batch would share its fate. */
async function readAll(parts: PostureParts, reader: Reader): Promise<PostureReading> {
  const { gateway, clock, root, entries } = parts;
  const [answers, conditionalAccess] = await Promise.all([
    readBatch({ gateway, clock, reader }, itemsOf(entries)),
    readConditionalAccess(gateway, root, reader),
  ]);
  const documents = [...answers].map(async ([path, answer]) => {
    const entry = entries.find(({ document }) => document === path);
    return [path, entry ? await wholeDocument(parts, reader, entry, asDocument(answer)) : unreadable] as const;
  });
  return { readAt: clock.now(), documents: new Map(await Promise.all(documents)), conditionalAccess };
}

function itemsOf(entries: readonly PolicyEntry[]) {
  const permissions = new Map(entries.map(({ document, permissions }) => [document, permissions.read]));
  return [...permissions].map(([path, read]) => ({ path, needed: [read] }));
}

async function readDocument(parts: PostureParts, reader: Reader, entry: PolicyEntry): Promise<Reading<GraphDocument>> {
  const sent = await parts.gateway.send({ ...reader, ...readCall(entry) });
  return wholeDocument(parts, reader, entry, documentOf(sent));
}

/** A collection is judged as a whole or not at all: what is on its other pages could be what decides. */
async function wholeDocument(
  { gateway, root }: PostureParts,
  reader: Reader,
  entry: PolicyEntry,
  first: Reading<GraphDocument>,
): Promise<Reading<GraphDocument>> {
  if (first.status !== 'ok' || !isCollection(entry) || first.value['@odata.nextLink'] === undefined) return first;
  const pages = await readPages(gateway, root, { ...reader, ...readCall(entry) });
  if ('refusal' in pages) return refused(pages.refusal);
  return pages.truncated ? unreadable : { status: 'ok', value: { value: pages.items } };
}

function readCall({ document, permissions }: PolicyEntry) {
  return { purpose: 'read', method: 'GET', path: document, needed: [permissions.read] } as const;
}

function documentOf(sent: Sent): Reading<GraphDocument> {
  return sent.ok ? asDocument({ status: 'ok', value: sent.body }) : refused(sent.refusal);
}

function asDocument(reading: Reading<unknown>): Reading<GraphDocument> {
  if (reading.status !== 'ok') return reading;
  return isObject(reading.value) ? { status: 'ok', value: reading.value } : unreadable;
}

import { missingAppRoles, modeOf } from '../app-roles.ts';
import { standingOf } from '../connection-health.ts';
import type { Connection, Connections } from '../connections.ts';
import type { DueItem, DueTable } from '../due.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import type { Runtime } from '../runtime.ts';
import type { ConsentPort, Proof } from './consent-port.ts';
import {
  type ConsentRequest,
  type ConsentRequests,
  type ConsentVerdict,
  consentEntry,
  provingKind,
} from './consent-request.ts';
import { claimedElsewhere, isOwn } from './whose-consent.ts';

export type ProvingPorts = {
  requests: ConsentRequests;
  connections: Connections;
  consent: ConsentPort;
  due: DueTable;
  runtime: Runtime;
};

/** What was granted reaches Microsoft's token service bit by bit. */
const retriesMs = [5_000, 15_000, 30_000, 60_000] as const;
const leaseMs = 60_000;
const atOnce = 4;

/** Looks at every consent that is due. Returns how many there were. */
export async function proveDue(ports: ProvingPorts): Promise<number> {
  const items = await ports.due.claim(provingKind, atOnce, leaseMs);
  await Promise.all(items.map((item) => proveItem(ports, item)));
  return items.length;
}

async function proveItem(ports: ProvingPorts, item: DueItem): Promise<void> {
  const [organization = '', id = ''] = item.key.split('/');
  const request = await ports.requests.find(organization, id);
  const nextMs = retriesMs[item.fails];
  const outcome = request && isOpen(request) && (await prove(ports, request, nextMs === undefined));
  if (!outcome || outcome.complete || nextMs === undefined) await ports.due.remove(item.kind, item.key);
  else await ports.due.finish(item, nextMs, true);
}

/** A granted one may still miss roles that are on their way. */
function isOpen({ state }: ConsentRequest): boolean {
  return state === 'proving' || state === 'granted';
}

export type Proving = { request: ConsentRequest; complete: boolean };

/** One look. `last`: what cannot be proved now has failed. A link nobody used is done with only if nothing is missing. */
export async function prove(ports: ProvingPorts, request: ConsentRequest, last = false): Promise<Proving> {
  const reading = await ports.consent.prove(request.tenantId);
  if (reading.status === 'ok' && isEnough(request, reading.value)) return granted(ports, request, reading.value);
  if (!last || request.state === 'granted') return { request, complete: false };
  const why = reading.status === 'ok' ? 'No permission was granted.' : failure(reading.refusal);
  const entry = consentEntry(request, { verb: 'connect', outcome: 'failed', why });
  return { request: await ports.requests.end(request, { state: 'failed', why, entry }), complete: true };
}

function isEnough({ state }: ConsentRequest, { appRoles }: Proof): boolean {
  return state === 'waiting' ? missingAppRoles(appRoles).length === 0 : appRoles.length > 0;
}

async function granted(ports: ProvingPorts, request: ConsentRequest, { name, appRoles }: Proof): Promise<Proving> {
  const known = await ports.connections.list(request.organization);
  const same = known.find(({ tenantId }) => tenantId === request.tenantId);
  const missing = missingAppRoles(appRoles);
  const complete = missing.length === 0;
  if (request.state === 'granted' && sameRoles(same?.appRoles, appRoles)) return { request, complete };
  const connection: Omit<Connection, 'createdAt'> = {
    id: same?.id ?? `conn_${ports.runtime.newId()}`,
    organization: request.organization,
    tenantId: request.tenantId,
    name: same?.name ?? unusedName(name ?? request.label, request.tenantId, known),
    mode: modeOf(appRoles),
    ...standingOf(appRoles),
    connectedBy: request.requestedBy.name,
  };
  const entry = consentEntry(
    { ...request, connectionId: connection.id },
    { verb: 'connect', outcome: 'granted', mode: connection.mode, appRoles, missing },
  );
  const own = same !== undefined || isOwn(request.requestedBy, request);
  const granting = { connection, missing, ...(own ? {} : { contested: contestedVerdict(request) }) };
  const ended = await ports.requests.grant(request, granting, entry);
  return { request: ended, complete: complete || ended.state === 'failed' };
}

/** Nobody else had claimed the tenant when the link went out: that must still be so. */
function contestedVerdict(request: ConsentRequest): ConsentVerdict {
  const entry = consentEntry(request, { verb: 'connect', outcome: 'failed', why: 'foreign_consent' });
  return { state: 'failed', why: claimedElsewhere, entry };
}

function sameRoles(before: readonly string[] = [], now: readonly string[]): boolean {
  return before.length === now.length && now.every((role) => before.includes(role));
}

const longestName = 80;

/** People name a connection by its name, so no two may share one. */
function unusedName(wanted: string, tenantId: string, known: readonly Connection[]): string {
  const name = wanted.replaceAll('@', ' ').replace(/\s+/g, ' ').trim().slice(0, longestName) || tenantId;
  const isTaken = known.some((other) => other.name.toLowerCase() === name.toLowerCase());
  return isTaken ? `${name} (${tenantId.slice(0, 8)})` : name;
}

function failure({ reason }: GraphRefusal): string {
  if (reason === 'appNotConsented') return 'Microsoft says that no consent was granted in this tenant.';
  if (reason === 'tenantNotFound') return 'Microsoft knows no such tenant.';
  if (reason === 'operatorCredential') return "Microsoft refused Bulwark's own credential.";
  return 'Microsoft did not confirm the consent in time.';
}

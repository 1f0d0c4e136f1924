import type { GraphDocument } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { isCollection } from '../core/policies/objects.ts';
import { changeReads } from './change-requests.ts';
import type { EgressRow } from './egress-row.ts';
import { registrationReads } from './only-method.ts';
import { organizationReads } from './organization-requests.ts';
import { policyRows } from './policy-egress.ts';
import type { GraphRequest } from './requests.ts';
import { signalReads } from './signal-requests.ts';
import { isPlainQuery, patternOf } from './template.ts';
import { tokenPolicyRows } from './token-policy-egress.ts';
import { userReads, userWrites } from './user-requests.ts';

/** What a request is for. A row serves one purpose, so that a harden can never go out as something else. */
export type Purpose = 'read' | 'secure' | 'guided' | 'restore' | UserWrite | TokenPolicyWrite;

type UserWrite = 'disable' | 'enable' | 'revokeSessions' | 'confirmCompromised' | 'dismissRisk';

type TokenPolicyWrite =
  | 'writeTokenPolicy'
  | 'restoreTokenPolicy'
  | 'deleteTokenPolicy'
  | 'assignTokenPolicy'
  | 'unassignTokenPolicy';

/** A request as it would go out, byte for byte. */
export type Departure = {
  purpose: Purpose;
  method: string;
  url: string;
  body: string | undefined;
  /** The document that a write starts from, where it is one to a setting. */
  before?: GraphDocument | undefined;
};

export type Egress = {
  /** True when the request is on the list. */
  allows(departure: Departure): boolean;
};

/** Everything that may ever be sent to Graph. `root` is the URL of the version, such as `https://graph.microsoft.com/v1.0`. */
export function egressList(root: string, entries: readonly PolicyEntry[]): Egress {
  const documents = new Map(entries.map((entry) => [entry.document, isCollection(entry)]));
  const reads = [...documents].map(([path, paged]) => ({ ...reading(path), paged }));
  const gets = [...reads, { ...reading('/identity/conditionalAccess/policies'), paged: true }];
  const rows = [
    ...gets,
    batchOf(gets),
    ...entries.flatMap(policyRows),
    ...requests.map(templated),
    ...tokenPolicyRows(root),
  ];
  return { allows: (departure) => rows.some((row) => matches(row, root, departure)) };
}

const requests: readonly GraphRequest[] = [
  userReads,
  userWrites,
  signalReads,
  organizationReads,
  changeReads,
  registrationReads,
].flatMap((table) => Object.values(table));

function templated({ purpose, method, path, body }: GraphRequest): EgressRow {
  const pattern = body === undefined ? undefined : patternOf(body);
  const accepts: EgressRow['accepts'] = (sent) => (sent === undefined ? !pattern : pattern?.test(sent) === true);
  return { purpose, method, path: patternOf(path), accepts };
}

function reading(path: string): EgressRow {
  return { purpose: 'read', method: 'GET', path, accepts: (body) => body === undefined };
}

function batchOf(gets: readonly EgressRow[]): EgressRow {
  return { purpose: 'read', method: 'POST', path: '/$batch', accepts: (body) => onlyReads(gets, body) };
}

function onlyReads(gets: readonly EgressRow[], body: string | undefined): boolean {
  const requests = jsonIn(body)?.['requests'];
  return Array.isArray(requests) && requests.length <= 20 && requests.every((item) => isRead(gets, item));
}

function isRead(gets: readonly EgressRow[], item: unknown): boolean {
  const { id, method, url, ...more } = Object(item);
  if (Object.keys(more).length > 0 || typeof id !== 'string' || typeof url !== 'string') return false;
  return gets.some((row) => matches(row, '', { purpose: 'read', method, url, body: undefined }));
}

function matches(row: EgressRow, root: string, { purpose, method, url, body, before }: Departure): boolean {
  if (row.purpose !== purpose || row.method !== method || !hasPath(row, root, url)) return false;
  return row.accepts(body, before);
}

function hasPath(row: EgressRow, root: string, url: string): boolean {
  if (row.path instanceof RegExp) return url.startsWith(root) && row.path.test(url.slice(root.length));
  const path = `${root}${row.path}`;
  if (url === path) return true;
  return row.paged === true && url.startsWith(`${path}?`) && isPlainQuery(url.slice(path.length + 1));
}

function jsonIn(body: string | undefined): GraphDocument | undefined {
  try {
    return body === undefined ? undefined : Object(JSON.parse(body));
  } catch {
    return undefined;
  }
}

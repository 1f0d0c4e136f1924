import type { Person } from '../../src/core/actors.ts';
import type { Connection } from '../../src/core/connections.ts';
import type { PolicyException } from '../../src/core/exceptions/policy-exception.ts';
import type { GraphRefusal, Reading } from '../../src/core/graph-answers.ts';
import type { PolicyOperation, PolicyResult, Step, StepStatus } from '../../src/core/operations/operation.ts';
import { allowList, findPolicy } from '../../src/core/policies/allow-list.ts';
import type { GraphDocument } from '../../src/core/policies/compare.ts';
import type { PolicyEntry, PolicyValue } from '../../src/core/policies/entry.ts';
import type { ConditionalAccessSummary } from '../../src/core/policies/policy-port.ts';
import { type Posture, postureReader } from '../../src/core/posture.ts';
import { changed, loosest, securing, withProperty } from '../core/policies/documents.ts';

export const now = Date.UTC(2026, 10, 22, 8, 14, 30);
const minute = 60_000;

export const contoso: Connection = {
  id: 'conn_1',
  organization: 'org_1',
  tenantId: '11111111-1111-4111-8111-111111111111',
  name: 'Contoso',
  mode: 'aiPilot',
  createdAt: 0,
};

export const isaiah: Person = {
  kind: 'person',
  organization: 'org_1',
  tenantId: contoso.tenantId,
  oid: '22222222-2222-4222-8222-222222222222',
  name: 'Isaiah Langer',
};

export const securityDefaults = policy('security_defaults');
export const guestInvites = policy('guest_invites');

export function policy(key: string): PolicyEntry {
  const found = findPolicy(key);
  if (!found) throw new Error(`No policy ${key}`);
  return found;
}

export function refusal(reason: GraphRefusal['reason'], facts: Partial<GraphRefusal> = {}): GraphRefusal {
  const needsReconsent = reason === 'permissionMissing' || reason === 'appNotConsented';
  const status = needsReconsent ? 'needsConsent' : reason === 'notLicensed' ? 'notLicensed' : 'error';
  return { status, reason, needsReconsent, ...facts };
}

export function unread(reason: GraphRefusal['reason']): Reading<never> {
  const told = refusal(reason);
  return { status: told.status, refusal: told };
}

type World = {
  /** The settings' values by policy key; the others are at their secure value. */
  values?: Readonly<Record<string, PolicyValue>>;
  /** Documents that could not be read, by path. */
  unreadDocuments?: Readonly<Record<string, GraphRefusal['reason']>>;
  conditionalAccess?: Reading<ConditionalAccessSummary>;
  connection?: Connection;
  readAt?: number;
  exceptions?: readonly PolicyException[];
};

export const noConditionalAccess = conditionalAccess({ total: 0 });

export function conditionalAccess(counts: Partial<ConditionalAccessSummary>): Reading<ConditionalAccessSummary> {
  return {
    status: 'ok',
    value: { total: 4, enabled: 0, reportOnly: 0, disabled: 0, deviceRegistration: 0, ...counts },
  };
}

/** What core makes of a tenant with these documents. */
export async function postureOf(world: World): Promise<Posture> {
  const { connection = contoso, readAt = now - 20_000 } = world;
  const reading = {
    readAt,
    documents: documentsOf(world),
    conditionalAccess: world.conditionalAccess ?? noConditionalAccess,
  };
  const never = () => Promise.reject(new Error('not asked for'));
  const read = postureReader({
    authorize: async () => {},
    connections: { list: async () => [connection], find: async () => connection },
    policies: {
      readAll: async () => reading,
      ...{ read: never, readConditionalAccess: never, lastChange: never, countOnlyMethod: never, write: never },
    },
    exceptions: { list: async () => world.exceptions ?? [] },
  });
  const posture = await read(isaiah, { channel: 'chat' });
  if (!posture) throw new Error('not connected');
  return posture;
}

function documentsOf({ values = {}, unreadDocuments = {} }: World): Map<string, Reading<GraphDocument>> {
  const paths = [...new Set(allowList.map(({ document }) => document))];
  return new Map(
    paths.map((path) => {
      const reason = unreadDocuments[path];
      return [path, reason ? unread(reason) : { status: 'ok', value: documentAt(path, values) }];
    }),
  );
}

/** Secure in everything that the values do not say. */
function documentAt(path: string, values: Readonly<Record<string, PolicyValue>>): GraphDocument {
  const entries = allowList.filter((entry) => entry.document === path);
  const secure = entries.reduce((at, entry) => changed(entry, securing(entry), at), loosest(path));
  return entries.reduce((at, entry) => (entry.key in values ? withProperty(entry, at, values[entry.key]) : at), secure);
}

/** A harden of security defaults, proposed a moment ago. */
export function operation(facts: Partial<PolicyOperation> = {}): PolicyOperation {
  const { id, tenantId, name } = contoso;
  return {
    id: 'op_01JDG6T9M3',
    organization: 'org_1',
    verb: 'harden',
    connection: { id, tenantId, name },
    target: { kind: 'policy', id: 'security_defaults', label: 'Security Defaults enabled' },
    requestedBy: isaiah,
    via: { channel: 'chat' },
    state: 'proposed',
    createdAt: now - minute,
    expiresAt: now + 9 * minute,
    steps: [],
    interrupted: false,
    ...facts,
  };
}

type Ended = { steps: Step[]; result: Partial<PolicyResult> } & Partial<Omit<PolicyOperation, 'steps' | 'result'>>;

/** The same, ended: from Off to On unless told otherwise, with its before-state captured. */
export function ended({ steps, result, ...facts }: Ended): PolicyOperation {
  const undo = facts.verb === 'undo';
  return operation({
    state: 'ended',
    begunAt: now - 5_000,
    endedAt: now - 2_000,
    before: { isEnabled: undo },
    steps,
    result: {
      kind: 'policy',
      applied: false,
      verified: false,
      needsReconsent: false,
      from: undo,
      to: !undo,
      ...result,
    },
    ...facts,
  });
}

export function steps(write: StepStatus, verify: StepStatus, told?: GraphRefusal): Step[] {
  return [
    { name: 'write', status: write, ...(told ? { refusal: told } : {}) },
    { name: 'verify', status: verify },
  ];
}

import { type Authorize, gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import { rateRiskRole } from '../app-roles.ts';
import { type Connection, type Connections, requireConnection } from '../connections.ts';
import { lastActOf } from '../containment/last-act.ts';
import type { Protection } from '../containment/protection.ts';
import { releasableOf } from '../containment/releasable.ts';
import type { UserQuestion } from '../containment/user-draft.ts';
import type { Reading } from '../graph-answers.ts';
import type { Via } from '../journal.ts';
import { latestOn } from '../operations/latest-on.ts';
import type { Operation, UserOperation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { alertsNaming, newestDetections } from '../signals/active-risk.ts';
import { where } from '../signals/read-threats.ts';
import type { Listing, RiskDetection, RiskyUser, SecurityAlert, SignalPort } from '../signals/signal-port.ts';
import { requireUser } from './resolve-user.ts';
import type { DirectoryRole, DirectoryUser, UserPort } from './user-port.ts';

/** Everything there is to know about one user before anything is done about them. */
export type UserThreats = {
  connection: Connection;
  user: DirectoryUser;
  /** Undefined inside: Identity Protection knows no risk. */
  risk: Reading<RiskyUser | undefined>;
  detections: Reading<Listing<RiskDetection>>;
  /** Those that name the user. */
  alerts: Reading<Listing<SecurityAlert>>;
  roles: Reading<readonly DirectoryRole[]>;
  /** Absent as long as the protected accounts could not be looked up. */
  isProtected?: boolean;
  /** What containing or releasing came to last. */
  lastAct?: UserOperation;
  /** The containment that release would take back. */
  releasable?: Operation;
  /** Whether Bulwark was granted the right to confirm or dismiss a risk, as far as its token says. */
  mayRateRisk: boolean;
};

export type ReadUserPorts = {
  authorize: Authorize;
  connections: Connections;
  users: UserPort;
  signals: SignalPort;
  protection: Protection;
  store: OperationStore;
};

export type ReadUser = (actor: Actor, via: Via, question: UserQuestion) => Promise<UserThreats>;

export function userReader(ports: ReadUserPorts): ReadUser {
  return async function readUser(actor, via, { user: text, connectionId }) {
    await ports.authorize(actor, gates.readThreats, via, connectionId);
    const connection = await requireConnection(ports.connections, actor, connectionId);
    const user = await requireUser(ports.users, connection, text);
    const { organization } = actor;
    const target = { kind: 'user', id: user.id, label: user.userPrincipalName } as const;
    const [threats, operations, facts] = await Promise.all([
      threatsOf(ports.signals, connection, user),
      latestOn(ports.store, organization, [{ connection, target }]),
      factsOf(ports, connection, user),
    ]);
    return { connection, user, ...threats, ...facts, ...actsOn(user, operations) };
  };
}

function actsOn({ accountEnabled }: DirectoryUser, operations: readonly Operation[]) {
  const lastAct = lastActOf(operations);
  const releasable = accountEnabled ? undefined : releasableOf(operations);
  return { ...(lastAct && { lastAct }), ...(releasable && { releasable }) };
}

/** The lists are shared with whoever looked at them a moment ago; only the user's own risk is asked for by itself. */
async function threatsOf(signals: SignalPort, connection: Connection, user: DirectoryUser) {
  const [{ securityAlerts }, risk, detections] = await Promise.all([
    signals.readAll(connection, false),
    signals.readRiskyUser(connection, user.id),
    signals.readDetectionsOf(connection, user.id),
  ]);
  return {
    risk,
    detections: where(detections, newestDetections),
    alerts: where(securityAlerts, (listing) => alertsNaming(user, listing)),
  };
}

async function factsOf({ users, protection }: ReadUserPorts, connection: Connection, user: DirectoryUser) {
  const [roles, granted, isProtected] = await Promise.all([
    users.rolesOf(connection, user.id),
    users.grantedRoles(connection),
    protection.covers(connection, user).catch(() => undefined),
  ]);
  const mayRateRisk = granted.status === 'ok' && granted.value.includes(rateRiskRole);
  return { roles, mayRateRisk, ...(isProtected === undefined ? {} : { isProtected }) };
}

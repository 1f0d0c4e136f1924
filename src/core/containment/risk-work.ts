import { gates } from '../access.ts';
import type { Connection } from '../connections.ts';
import type { WriteOutcome } from '../graph-answers.ts';
import type { OperationDraft, Verb } from '../operations/operation.ts';
import { needsReconsent } from '../operations/steps.ts';
import type { PlannedWork, Preparation, Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import type { RiskyUser, SignalPort } from '../signals/signal-port.ts';
import { resolveUser } from '../users/resolve-user.ts';
import { isDone, sendEach, settleByEvidence, type UserWrite, unreadEnding } from '../users/user-work.ts';
import { refuseOther } from './contain-work.ts';
import { type GuardPorts, guardUser, whyPrivileged } from './guards.ts';
import type { RiskResult } from './results.ts';

export type RiskPorts = GuardPorts & { signals: SignalPort; runtime: Runtime };

export type RiskVerb = Extract<Verb, 'confirmCompromised' | 'dismissRisk'>;

/** The risk state that Identity Protection shows once it took the verdict. */
const states = { confirmCompromised: 'confirmedCompromised', dismissRisk: 'dismissed' } as const satisfies Record<
  RiskVerb,
  string
>;

/** Tells Identity Protection what a person found out about a user's risk. */
export function riskWork(ports: RiskPorts, verb: RiskVerb): Work {
  return { gate: gates.rateRisk, plan: async (draft) => plannedVerdict(ports, draft, verb) };
}

function plannedVerdict(ports: RiskPorts, draft: OperationDraft, verb: RiskVerb): PlannedWork {
  const { users, signals, runtime } = ports;
  const { id } = draft.target;
  const write: UserWrite<RiskyUser> = {
    name: 'write',
    send: (connection): Promise<WriteOutcome> => users[verb](connection, id),
    isSeen: ({ riskState }) => riskState.toLowerCase() === states[verb].toLowerCase(),
  };
  const writes = [write];
  return {
    prepare: (connection) => prepare(ports, draft, connection),
    act: (connection) => sendEach(writes, connection),
    async check(connection, before, steps, patience) {
      const look = connection && (() => signals.readRiskyUser(connection, id));
      const unsure = steps.some(({ status }) => status === 'unknown');
      // Identity Protection allows one request per second: what it accepted is not read back.
      const settled = unsure
        ? await settleByEvidence({ runtime, writes, before, steps, patience, ...(look && { look }) })
        : { steps };
      const result = { ...nothing, applied: isDone(settled.steps, 'write') };
      return { steps: settled.steps, result: { ...result, needsReconsent: needsReconsent(settled.steps) } };
    },
  };
}

async function prepare(ports: RiskPorts, draft: OperationDraft, connection: Connection): Promise<Preparation> {
  const found = await resolveUser(ports.users, connection, draft.target.id);
  if ('unread' in found) return { write: false, ...unreadEnding(found.unread, ['write'], nothing) };
  const { user } = found;
  refuseOther(draft, user);
  const approval = whyPrivileged(await guardUser(ports, { draft, connection, user }));
  const before = { userPrincipalName: user.userPrincipalName };
  return { write: true, before, ...(approval === undefined ? {} : { approval }) };
}

const nothing: RiskResult = { kind: 'risk', applied: false, needsReconsent: false };

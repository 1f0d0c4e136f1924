import { type Access, authorizer } from '../core/access.ts';
import { exceptionVerbs } from '../core/exceptions/exception-verbs.ts';
import { hardenVerbs } from '../core/harden.ts';
import { hardenWork } from '../core/harden-work.ts';
import { connectionLister } from '../core/list-connections.ts';
import { approvalPresses } from '../core/operations/approval.ts';
import type { ApprovalRules } from '../core/operations/approval-rules.ts';
import { type EnginePorts, operationEngine } from '../core/operations/engine.ts';
import { type HistoryPorts, operationHistory } from '../core/operations/history.ts';
import { confirmationPresses } from '../core/operations/press.ts';
import { putBackFinder } from '../core/operations/put-back.ts';
import type { Works } from '../core/operations/work.ts';
import { type PlanPorts, planVerbs } from '../core/plans/plan-verbs.ts';
import { type RunPorts, runDuePlans } from '../core/plans/run-plans.ts';
import type { PolicyPort } from '../core/policies/policy-port.ts';
import { policyUndoWork } from '../core/policies/policy-undo.ts';
import { postureReader } from '../core/posture.ts';
import type { Runtime } from '../core/runtime.ts';
import { tokenPolicyReader } from '../core/token-policies/read.ts';
import { type DomainPort, tenantFinder } from '../core/token-policies/tenant.ts';
import type { TokenPolicyPort } from '../core/token-policies/token-policy-port.ts';
import { tokenPolicyUndoWork, tokenPolicyWorks } from '../core/token-policies/works.ts';
import { tokenPolicyWriter } from '../core/token-policies/write.ts';
import { undoVerbs, undoWork } from '../core/undo.ts';
import type { Store } from '../store/open.ts';
import { alertingVerbs } from './build-alerts.ts';
import { type PeopleParts, peopleVerbs } from './build-people.ts';
import { type ThreatParts, threatVerbs, threatWorks } from './build-threats.ts';

export type CoreParts = Pick<ThreatParts, 'users' | 'signals' | 'protection'> &
  Pick<PeopleParts, 'consent' | 'certificates' | 'connectLinkTtlMs' | 'callbackUrl' | 'homeOrganization'> & {
    store: Store;
    access: Access;
    policies: PolicyPort;
    tokenPolicies: TokenPolicyPort & DomainPort;
    runtime: Runtime;
    confirmTtlMs: number;
    approvalTtlMs: number;
    approvals: Omit<ApprovalRules, 'access'>;
    onUnsettled: NonNullable<EnginePorts['onUnsettled']>;
  };

export type Core = ReturnType<typeof buildCore>;

/** Core's verbs on real ports. */
export function buildCore(parts: CoreParts) {
  const { store, access, policies, tokenPolicies, users, runtime, confirmTtlMs, approvalTtlMs, onUnsettled } = parts;
  const { connections, conversations, exceptions, journal, operations } = store;
  const authorize = authorizer(access, journal);
  const works = worksOf(parts);
  const approvals = { ...parts.approvals, access };
  const enginePorts: EnginePorts = {
    ...{ store: operations, connections, conversations, authorize, works, approvals, runtime, onUnsettled },
  };
  const engine = operationEngine(enginePorts);
  const presses = confirmationPresses({ store: operations, conversations, journal, engine, approvalTtlMs });
  const ports = { authorize, connections, policies, users, store: operations, journal, engine, runtime, confirmTtlMs };
  const threats = threatVerbs({ ...parts, ...ports, presses });
  const findTenant = tenantFinder({ connections, domains: tokenPolicies });
  const tokenPolicyPorts = { ...ports, findTenant, tokenPolicies };
  const readPosture = postureReader({ ...ports, exceptions });
  return {
    engine,
    enginePorts,
    readPosture,
    ...alertingVerbs({ store, authorize }),
    ...peopleVerbs({ ...parts, authorize, readPosture }),
    exceptions: exceptionVerbs({ ...ports, exceptions, readPosture }),
    harden: hardenVerbs(ports),
    ...planning({ ...ports, plans: store.plans, due: store.due, readPosture }),
    undo: undoVerbs({ ...ports, access, release: threats.release }),
    ...threats,
    tokenPolicies: { ...tokenPolicyReader(tokenPolicyPorts), ...tokenPolicyWriter(tokenPolicyPorts) },
    presses,
    approvals: approvalPresses({ authorize, store: operations, journal, engine }),
    listConnections: connectionLister({ authorize, connections }),
    ...past({ ...ports, access }),
  };
}

function worksOf(parts: CoreParts): Works {
  const { store, policies, tokenPolicies, runtime } = parts;
  const { operations } = store;
  return {
    harden: hardenWork(policies, runtime),
    undo: undoWork({
      policy: policyUndoWork(policies, operations, runtime),
      tokenPolicy: tokenPolicyUndoWork(tokenPolicies, operations, runtime),
    }),
    ...tokenPolicyWorks(tokenPolicies, runtime),
    ...threatWorks({ ...parts, store: operations }),
  };
}

function past(ports: HistoryPorts) {
  return { history: operationHistory(ports), putBackOn: putBackFinder(ports.store) };
}

function planning(ports: PlanPorts & RunPorts) {
  return { hardenAll: planVerbs(ports), runPlans: () => runDuePlans(ports) };
}

import { type Authorize, gates } from '../access.ts';
import type { Person } from '../actors.ts';
import { type Connections, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import { whyNotBound } from '../operations/press.ts';
import { type DraftPorts, draftPlan } from './draft-plan.ts';
import { chosenItems, isUnconfirmed, type Plan, type PlanChange, type Plans, planEntry } from './plan.ts';

export type PlanPorts = DraftPorts & {
  authorize: Authorize;
  connections: Connections;
  plans: Plans;
  journal: Pick<Journal, 'deny'>;
  confirmTtlMs: number;
};

export type HardenAll = {
  /** A plan of every open setting that one press may harden; without items there is none. One under way is shown. */
  propose(person: Person, via: Via, connectionId?: string): Promise<Plan>;
  choose(person: Person, via: Via, planId: string, keys: readonly string[]): Promise<Plan>;
  execute(person: Person, via: Via, planId: string): Promise<Plan>;
  cancel(person: Person, via: Via, planId: string): Promise<Plan>;
  /** Whoever may harden may stop. What is under way comes to its end. */
  stop(person: Person, via: Via, planId: string): Promise<Plan>;
  show(person: Person, via: Via, planId: string): Promise<Plan>;
};

export function planVerbs(ports: PlanPorts): HardenAll {
  const { authorize, plans } = ports;

  async function propose(person: Person, via: Via, connectionId?: string): Promise<Plan> {
    await authorize(person, gates.harden, via, connectionId);
    const connection = await requireConnection(ports.connections, person, connectionId);
    const running = (await plans.running(person.organization)).find((plan) => plan.connection.id === connection.id);
    if (running) return running;
    const plan = await draftPlan(ports, person, via, connection);
    return plans.propose(plan, ports.confirmTtlMs, planEntry(plan, { change: 'proposed' }));
  }

  async function own(person: Person, via: Via, id: string, change: (plan: Plan) => PlanChange): Promise<Plan> {
    await requireOwn(ports, person, via, await requirePlan(plans, person, id));
    return changed(plans, person, id, (plan, now) => change(requireOpen(plan, now)));
  }

  async function show(person: Person, via: Via, id: string): Promise<Plan> {
    const plan = await requirePlan(plans, person, id);
    await authorize(person, gates.readPosture, via, plan.connection.id);
    return plan;
  }

  return {
    propose,
    choose: (person, via, id, keys) => own(person, via, id, (plan) => choose(plan, keys)),
    async execute(person, via, id) {
      const { state } = await requirePlan(plans, person, id);
      return state === 'running' || state === 'ended' ? show(person, via, id) : own(person, via, id, begin);
    },
    cancel: (person, via, id) => own(person, via, id, cancel),
    async stop(person, via, id) {
      await authorize(person, gates.harden, via, (await requirePlan(plans, person, id)).connection.id);
      return changed(plans, person, id, (plan) => stop(plan, person, via));
    },
    show,
  };
}

async function requirePlan(plans: Plans, person: Person, id: string): Promise<Plan> {
  return (
    (await plans.find(person.organization, id)) ??
    refuse('unknown_operation', 'There is no such plan. Write "harden all".')
  );
}

async function changed(
  plans: Plans,
  person: Person,
  id: string,
  decide: Parameters<Plans['change']>[2],
): Promise<Plan> {
  return (await plans.change(person.organization, id, decide)) ?? requirePlan(plans, person, id);
}

async function requireOwn({ authorize, journal }: PlanPorts, person: Person, via: Via, plan: Plan): Promise<void> {
  const wrong = whyNotBound(plan, person, via);
  if (wrong) {
    await journal.deny({ actor: person, via, verb: 'plan', why: wrong.why });
    refuse('not_allowed', wrong.message);
  }
  await authorize(person, gates.harden, via, plan.connection.id);
}

function requireOpen(plan: Plan, now: number): Plan {
  if (plan.state === 'cancelled') refuse('precondition_failed', 'This plan was cancelled. Write "harden all" again.');
  if (!isUnconfirmed(plan)) refuse('precondition_failed', 'This plan has begun already.');
  if (plan.expiresAt <= now) refuse('precondition_failed', 'This plan ran out. Write "harden all" again.');
  return plan;
}

/** A confirmation that somebody reads stays true: what it lists is chosen once. */
function choose({ state, items }: Plan, keys: readonly string[]): PlanChange {
  if (keys.length === 0) refuse('invalid_request', 'Choose at least one setting.');
  const unknown = keys.some((key) => !items.some(({ policyKey }) => policyKey === key));
  if (unknown) refuse('invalid_request', 'Choose among the settings of this plan.');
  const chosen = items.map((item) => ({ ...item, chosen: keys.includes(item.policyKey) }));
  if (state === 'confirming' && chosen.some((item, index) => item.chosen !== items[index]?.chosen)) {
    refuse('precondition_failed', 'Other settings were chosen already. Write "harden all" again to choose anew.');
  }
  return { changed: { state: 'confirming', items: chosen } };
}

function begin(plan: Plan): PlanChange {
  if (plan.state !== 'confirming') refuse('precondition_failed', 'Choose the settings first, then confirm them.');
  const keys = chosenItems(plan).map(({ policyKey }) => policyKey);
  return { changed: { state: 'running' }, entry: planEntry(plan, { change: 'begun', keys }), due: 'ensure' };
}

function cancel(plan: Plan): PlanChange {
  return { changed: { state: 'cancelled' }, entry: planEntry(plan, { change: 'cancelled' }) };
}

function stop(plan: Plan, person: Person, via: Via): PlanChange | undefined {
  if (plan.state !== 'running' || plan.stoppedBy !== undefined) return undefined;
  const entry = { ...planEntry(plan, { change: 'stopped' }), actor: person, via };
  return { changed: { stoppedBy: person.name }, entry };
}

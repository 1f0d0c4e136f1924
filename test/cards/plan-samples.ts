import { planCard } from '../../src/cards/plan.ts';
import { planChoiceCard, planConfirmCard } from '../../src/cards/plan-confirm.ts';
import type { Plan, PlanItem, PlanItemEnd } from '../../src/core/plans/plan.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { Sample } from './samples.ts';
import { contoso, isaiah, now } from './world.ts';

const minute = 60_000;
const asks = 'What asks for your input is hardened by itself.';
const easy = allowList.filter(({ guided, impact }) => !guided && impact.level !== 'high');
const hard = allowList.filter((entry) => !easy.includes(entry));

function item(index: number, end?: Omit<PlanItemEnd, 'operationId'>): PlanItem {
  const operationId = `op_${'x'.repeat(24)}${String(index).padStart(2, '0')}`;
  const { key } = easy[index] ?? { key: 'gone' };
  return { policyKey: key, operationId, chosen: true, ...(end ? { end: { operationId, ...end } } : {}) };
}

const noneUndone: ReadonlySet<string> = new Set();
const all = easy.map((_entry, index) => item(index));

function plan(facts: Partial<Plan> = {}): Plan {
  return {
    id: `plan_${'x'.repeat(26)}`,
    organization: 'org_1',
    connection: contoso,
    requestedBy: isaiah,
    via: { channel: 'chat' },
    items: all,
    leftOut: hard.map(({ key }) => ({ policyKey: key, why: asks })),
    state: 'choosing',
    createdAt: now,
    expiresAt: now + 10 * minute,
    ...facts,
  };
}

const why = 'Microsoft Graph is busy. Try again in 30 seconds.';
const ends = [
  item(0, { status: 'done', undoable: true }),
  item(1, { status: 'failed', undoable: false, why }),
  item(2, { status: 'unknown', undoable: true }),
  item(3, { status: 'partial', undoable: true }),
  item(4),
];
const done = all.map((one, index) => item(index, { status: 'done', undoable: one.chosen }));

function shown(
  name: string,
  facts: Partial<Plan>,
  says: Sample['says'],
  page = 1,
  mayHarden = true,
  putBack = noneUndone,
): Sample {
  return { name: `plan: ${name}`, card: planCard({ plan: plan(facts), page, putBack, mayHarden, now }), says };
}

export const planSamples: readonly Sample[] = [
  {
    name: 'plan: choice',
    card: planChoiceCard({ plan: plan(), now }),
    says: ['Harden all: choose the settings', `${asks} Left out: ${hard.map(({ title }) => title).join(' · ')}.`],
  },
  {
    name: 'plan: confirmation',
    card: planConfirmCard({ plan: plan(), now }),
    says: [`Harden ${easy.length} settings?`, 'one that fails does not keep the others'],
  },
  shown('running', { state: 'running', items: [...ends, item(5)] }, [
    'Hardening: 1 of 6 settings done',
    'Secure when it was checked',
    `Not changed: ${why}`,
    `${easy[4]?.title}\nBeing written`,
    `${easy[5]?.title}\nWaits for its turn`,
  ]),
  shown('running, for a viewer', { state: 'running', items: ends }, ['Hardening: 1 of 5'], 1, false),
  shown('being stopped', { state: 'running', items: [...ends, item(5)], stoppedBy: 'Joni Sherman' }, [
    `${easy[4]?.title}\nBeing written, unless it had not begun`,
    `${easy[5]?.title}\nNot begun`,
  ]),
  shown('stopped', { state: 'ended', items: ends, stoppedBy: 'Joni Sherman' }, [
    '1 of 5 settings done',
    'Stopped by Joni Sherman.',
    'Not begun',
  ]),
  ...[1, 2, 3].map((page) => shown(`all done, page ${page}`, { state: 'ended', items: done }, ['settings done'], page)),
  shown(
    'undone since',
    { state: 'ended', items: ends.slice(0, 2) },
    ['0 of 2 settings done, 1 undone since', 'Undone since'],
    1,
    true,
    new Set([ends[0]?.operationId ?? '']),
  ),
  shown('chosen', { state: 'confirming' }, ['Waiting for confirmation']),
  shown('cancelled', { state: 'cancelled' }, ['Cancelled. Nothing was changed']),
  shown('ran out', { expiresAt: now }, ['This plan ran out at']),
  shown('waiting', {}, ['Waiting for confirmation']),
];

export function hostilePlanCards(text: string) {
  const connection = { ...contoso, name: text };
  const told = plan({
    ...{ connection, requestedBy: { ...isaiah, name: text }, stoppedBy: text, state: 'ended' },
    items: [item(0, { status: 'failed', undoable: true, why: text })],
  });
  return {
    'plan choice': planChoiceCard({ plan: { ...told, state: 'choosing' }, now }),
    'plan confirmation': planConfirmCard({ plan: { ...told, state: 'choosing' }, now }),
    plan: planCard({ plan: told, page: 1, putBack: noneUndone, mayHarden: true, now }),
  };
}

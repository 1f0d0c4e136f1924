import template from '../../cards/plan.json' with { type: 'json' };
import { chosenItems, isUnconfirmed, type Plan, type PlanItem, type PlanItemEnd } from '../core/plans/plan.ts';
import { actorName } from './actor.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Page, pageOf } from './pages.ts';
import { titleOf } from './plan-confirm.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

export type PlanCardFacts = {
  plan: Plan;
  /** Operations that were put back since, by id. */
  putBack: ReadonlySet<string>;
  /** From 1. */
  page: number;
  mayHarden: boolean;
  now: number;
};

const fill = cardTemplate(template);
const pageSize = 10;

/** A plan under way or over: what became of each setting, independently. */
export function planCard(facts: PlanCardFacts): Card {
  const { plan, now } = facts;
  const page = pageOf(chosenItems(plan), facts.page, pageSize);
  const heading = headingOf(facts);
  const view = {
    ...{ plan: plan.id, connectionId: plan.connection.id, tenant: plain(plan.connection.name) },
    ...heading,
    by: actorName(plan.requestedBy),
    notes: plan.stoppedBy === undefined ? [] : [{ text: `Stopped by ${markdown(plan.stoppedBy)}.` }],
    rows: isOver(plan, now) ? [] : page.items.map((item) => rowView(item, facts)),
    ...actionsOf(facts, page),
  };
  return fill(view, { summary: `${heading.heading}. ${view.tenant}; reference ${plan.id}.` });
}

/** A row of buttons begins with one that says what it does. */
function actionsOf({ plan, mayHarden }: PlanCardFacts, { number, pages }: Page<PlanItem>) {
  const canStop = mayHarden && plan.state === 'running' && plan.stoppedBy === undefined;
  const hasNext = number < pages;
  return {
    canStop,
    nextPage: hasNext ? [{ page: String(number + 1) }] : [],
    previousPage: number > 1 ? [{ page: String(number - 1), mode: hasNext ? 'secondary' : 'primary' }] : [],
    postureMode: canStop || pages > 1 ? 'secondary' : 'primary',
  } as const;
}

function headingOf({ plan, putBack, now }: PlanCardFacts) {
  const items = chosenItems(plan);
  const ends = items.flatMap(({ end }) => end ?? []);
  const undone = ends.filter(({ operationId }) => putBack.has(operationId)).length;
  const done = ends.filter(({ status, operationId }) => status === 'done' && !putBack.has(operationId)).length;
  if (plan.state === 'cancelled') return { style: 'emphasis', heading: 'Cancelled. Nothing was changed' };
  if (isOver(plan, now))
    return { style: 'emphasis', heading: `This plan ran out at ${utc(plan.expiresAt)}. Nothing was changed` };
  if (isUnconfirmed(plan)) return { style: 'emphasis', heading: 'Waiting for confirmation' };
  const so = `${done} of ${items.length} settings done${undone > 0 ? `, ${undone} undone since` : ''}`;
  if (plan.state === 'running') return { style: 'emphasis', heading: `Hardening: ${so}` };
  return { style: done === items.length ? 'good' : 'warning', heading: so };
}

function isOver(plan: Plan, now: number): boolean {
  return plan.state === 'cancelled' || (isUnconfirmed(plan) && plan.expiresAt <= now);
}

const ends = {
  done: { symbol: '✓', words: 'Secure when it was checked' },
  partial: { symbol: '◐', words: 'Only partly done' },
  failed: { symbol: '✕', words: 'Not changed' },
  unknown: { symbol: '?', words: 'Not known yet: no answer, or it could not be read back' },
  running: { symbol: '…', words: 'Still running' },
} as const;

const undone = { symbol: '↩', words: 'Undone since' } as const;

function rowView({ policyKey, operationId, end }: PlanItem, { plan, putBack, mayHarden }: PlanCardFacts) {
  const title = titleOf(policyKey);
  if (!end) return { title, ...pending(plan, operationId), canUndo: false, op: operationId };
  const isUndone = putBack.has(end.operationId);
  const { symbol, words } = isUndone ? undone : ends[end.status];
  const told = end.why === undefined ? words : `${words}: ${end.why}`;
  return {
    symbol,
    title,
    words: plain(told, 200),
    canUndo: !isUndone && mayUndo(plan, end, mayHarden),
    op: end.operationId,
  };
}

/** They are taken in their order, so only the first can have begun; a stop lets it come to its end. */
function pending(plan: Plan, operationId: string) {
  const { state, stoppedBy } = plan;
  const isStopped = stoppedBy !== undefined;
  const isNext = state === 'running' && chosenItems(plan).find(({ end }) => !end)?.operationId === operationId;
  if (isNext) return { symbol: '…', words: isStopped ? 'Being written, unless it had not begun' : 'Being written' };
  return isStopped || state === 'ended'
    ? { symbol: '–', words: 'Not begun' }
    : { symbol: '…', words: 'Waits for its turn' };
}

/** Undo… takes the place of this card, so it waits until there is nothing to stop. */
function mayUndo({ state }: Plan, { undoable }: PlanItemEnd, mayHarden: boolean): boolean {
  return undoable && mayHarden && state === 'ended';
}

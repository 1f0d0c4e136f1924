import template from '../../cards/audit.json' with { type: 'json' };
import { type Operation, type OperationStatus, statusOf, type Verb } from '../core/operations/operation.ts';
import type { OperationPage } from '../core/operations/operation-store.ts';
import { actorName } from './actor.ts';
import { actionsFrom } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';

export type AuditCardFacts = {
  page: OperationPage;
  /** What was put back since, by id. */
  putBack: ReadonlySet<string>;
  /** Whether this is the newest page. */
  isFirst: boolean;
  /** Others see their own operations only. */
  seesAll: boolean;
};

const fill = cardTemplate(template);

/** What was done, newest first. */
export function auditCard({ page, putBack, isFirst, seesAll }: AuditCardFacts): Card {
  const { operations, cursor } = page;
  const whose = seesAll ? 'Everybody, newest first' : 'What you asked for, newest first';
  const view = {
    whose,
    empty: operations.length > 0 ? [] : [{ text: 'No changes made with Bulwark yet.' }],
    rows: operations.map((operation) => rowView(operation, putBack)),
    showing: cursor === undefined ? 'Nothing older.' : 'There is more.',
  };
  const older = cursor === undefined ? [] : [{ title: 'Older', verb: 'audit.list', data: { cursor } }];
  const newest = { title: isFirst ? 'Refresh' : 'Newest', verb: 'audit.list' };
  return fill(view, { summary: summaryOf(page, putBack, whose), actions: actionsFrom([...older, newest]) });
}

function rowView(operation: Operation, putBack: ReadonlySet<string>) {
  const { id, connection, requestedBy, begunAt, createdAt, plan } = operation;
  const at = utc(begunAt ?? createdAt);
  const part = plan === undefined ? '' : ' · part of a plan';
  return {
    op: id,
    word: `${wordOf(operation)}${putBack.has(id) ? `, ${sinceWords(operation)}` : ''}`,
    action: operationTitle(operation),
    byline: `${at} · ${actorName(requestedBy, 40)} · ${plain(connection.name, 40)}${part} · ${id}`,
  };
}

function sinceWords({ verb }: Operation): string {
  return verb === 'contain' ? 'released since' : 'undone since';
}

function summaryOf({ operations }: OperationPage, putBack: ReadonlySet<string>, whose: string): string {
  const [newest] = operations;
  if (!newest) return 'No changes made with Bulwark yet.';
  const { action, word, byline } = rowView(newest, putBack);
  return `What was done with Bulwark (${whose}): ${operations.length} operations on this page. The newest: ${action}, ${word}, ${byline}.`;
}

/** What an operation does to what: "Contain adelev@contoso.com". */
export function operationTitle({ verb, target }: Operation): string {
  return `${actions[verb]} ${plain(target.label, 80)}`;
}

const actions = {
  harden: 'Harden',
  undo: 'Undo',
  createTokenPolicy: 'Create token policy',
  updateTokenPolicy: 'Update token policy',
  deleteTokenPolicy: 'Delete token policy',
  assignTokenPolicy: 'Assign token policy',
  unassignTokenPolicy: 'Unassign token policy',
  contain: 'Contain',
  release: 'Release',
  confirmCompromised: 'Confirm compromised:',
  dismissRisk: 'Dismiss risk of',
} as const satisfies Record<Verb, string>;

const statusWords = {
  done: 'Done',
  partial: 'Partly done',
  failed: 'Not done',
  unknown: 'Not known',
  running: 'Waiting',
} as const satisfies Record<OperationStatus, string>;

function wordOf(operation: Operation): string {
  return operation.result?.refused === undefined ? statusWords[statusOf(operation)] : 'Not done';
}

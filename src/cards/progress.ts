import template from '../../cards/progress.json' with { type: 'json' };
import type { OperationDraft, Verb } from '../core/operations/operation.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

const doing = {
  harden: 'Hardening',
  undo: 'Putting back',
  createTokenPolicy: 'Creating',
  updateTokenPolicy: 'Updating',
  deleteTokenPolicy: 'Deleting',
  assignTokenPolicy: 'Assigning',
  unassignTokenPolicy: 'Unassigning',
  contain: 'Containing',
  release: 'Releasing',
  confirmCompromised: 'Confirming as compromised',
  dismissRisk: 'Dismissing the risk of',
} as const satisfies Record<Verb, string>;

const fill = cardTemplate(template);

/** Stands in for the result while Microsoft Graph is slow. */
export function progressCard({ draft, now }: { draft: OperationDraft; now: number }): Card {
  const { id, verb, target, connection } = draft;
  const tenant = plain(connection.name);
  const view = { heading: `${doing[verb]} ${markdown(target.label)}`, tenant, at: utc(now), op: id };
  return fill(view, {
    summary: `${doing[verb]} ${plain(target.label)} in ${tenant}: writing and checking since ${utc(now)}. This message updates by itself; reference ${id}.`,
  });
}

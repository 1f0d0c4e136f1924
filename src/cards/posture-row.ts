import { isAccepted, isOpen, type JudgedRow, type PostureRow } from '../core/posture.ts';
import { unreadWords } from './refusals.ts';
import { plain } from './text.ts';
import { day } from './time.ts';
import { valueWords } from './values.ts';

const maxOwner = 40;

/** One setting in the posture: where it stands, in words and in a symbol, and what can be pressed. */
export function rowView(row: PostureRow, mayHarden: boolean) {
  const { key: policyKey, title, severity } = row.policy;
  const states = { isOpen: isOpen(row), isAccepted: isAccepted(row), isSecure: false, isSuperseded: false };
  const button = row.policy.guided ? 'Set up…' : 'Harden';
  const view = { ...states, button, policyKey, title, severity, isUnread: row.status !== 'ok', canHarden: false };
  const empty = { now: '', secure: '', why: '', notApplicable: '', until: '', owner: '', ranOut: [] };
  if (row.status !== 'ok') return { ...view, ...empty, why: unreadWords[row.status] };
  return {
    ...view,
    ...empty,
    ...exceptionView(row),
    isSecure: row.compliant,
    isSuperseded: row.superseded,
    notApplicable: row.policy.notApplicable ?? 'it does not matter here',
    canHarden: view.isOpen && mayHarden,
    now: valueWords(row.policy, row.current),
    secure: valueWords(row.policy, row.policy.secure),
  };
}

function exceptionView({ exception }: JudgedRow) {
  if (!exception) return {};
  const { owner, expiresAt, inForce } = exception;
  const until = lastDay(expiresAt);
  return {
    until,
    owner: plain(owner, maxOwner),
    ranOut: inForce ? [] : [{ text: day(expiresAt) }],
  };
}

/** The last day on which an exception counts. */
export function lastDay(expiresAt: number): string {
  return day(expiresAt - 1);
}

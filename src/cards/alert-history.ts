import type { Alert, AlertNote } from '../core/alerts/alert.ts';
import { closingWords, handledWords, maxName } from './alert-words.ts';
import { eventWords } from './risk-words.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';

const mostNotes = 6;
const maxReason = 200;

/** What happened to the alert, oldest first; its opening stands in the header. */
export function historyLines({ history }: Alert): readonly { text: string }[] {
  const told = history.filter((note) => note.kind !== 'opened' && !isOutdated(note, history));
  const earlier = told.length - mostNotes;
  const lines = told.slice(-mostNotes).map((note) => ({ text: `• ${utc(note.at)} · ${noteWords(note)}` }));
  return earlier > 0 ? [{ text: `${earlier} earlier` }, ...lines] : lines;
}

/** What came of an operation says that it was begun. */
function isOutdated(note: AlertNote, history: readonly AlertNote[]): boolean {
  if (note.kind !== 'handled' || note.status !== 'running') return false;
  const sameOperation = history.filter((one) => one.kind === 'handled' && one.operationId === note.operationId);
  return sameOperation.at(-1) !== note;
}

/** One thing that happened to an alert. */
export function noteWords(note: AlertNote): string {
  const who = note.by === undefined ? '' : ` by ${plain(note.by, maxName)}`;
  switch (note.kind) {
    case 'opened':
      return `Opened at ${note.level} risk`;
    case 'raised':
      return `Risk rose from ${note.from} to ${note.to}`;
    case 'lowered':
      return `Risk fell from ${note.from} to ${note.to}`;
    case 'found':
      return foundWords(note);
    case 'acknowledged':
      return `Acknowledged${who}`;
    case 'escalated':
      return 'Nobody acknowledged in time: also posted elsewhere';
    case 'snoozed':
      return `Snoozed${who} until ${utc(note.until)}: ${plain(note.reason, maxReason)}`;
    case 'snoozeBroken':
      return 'The snooze ended: the risk rose';
    case 'snoozeEnded':
      return 'The snooze ran out';
    case 'handled':
      return `${handledWords(note)} · ${note.operationId}`;
    case 'closed':
      return closingWords(note);
  }
}

/** Detections are named by an enum member, alerts by a title. */
function foundWords({ count, what }: Extract<AlertNote, { kind: 'found' }>): string {
  const named = /^[a-zA-Z]+$/.test(what) ? eventWords(what) : plain(what, maxName);
  return count === 1 ? `New finding: ${named}` : `${count} new findings, the newest: ${named}`;
}

import template from '../../cards/alert-note.json' with { type: 'json' };
import type { Alert, AlertNote } from '../core/alerts/alert.ts';
import { noteWords } from './alert-history.ts';
import { alertLine } from './alert-words.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);
const maxNote = 400;

/** What happened later to an alert, as a reply under its message. */
export function alertNoteCard({ alert, note }: { alert: Alert; note: AlertNote }): Card {
  const said = noteWords(note);
  const tenant = plain(alert.connection.name);
  const view = { heading: markdown(said, maxNote), byline: `${alertLine(alert)} · ${tenant} · ${utc(note.at)}` };
  return fill(view, { summary: `${alertLine(alert)} in ${tenant}: ${said}.` });
}

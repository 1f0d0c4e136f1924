import template from '../../cards/status.json' with { type: 'json' };
import type { GraphRefusal } from '../core/graph-answers.ts';
import type { ConnectionState, Part, Status } from '../core/status.ts';
import { actionsFrom, type Button } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { counted, markdown, plain } from './text.ts';
import { utc } from './time.ts';

export type StatusCardFacts = { status: Status; mayConnect: boolean; now: number };

const fill = cardTemplate(template);

/** How Bulwark and its connections are. */
export function statusCard({ status, mayConnect, now }: StatusCardFacts): Card {
  const { parts, connections, version } = status;
  const isWell = parts.every(({ ok }) => ok) && connections.every((state) => problemOf(state) === undefined);
  const title = isWell ? 'Everything works' : 'Something needs attention';
  const view = {
    style: isWell ? 'good' : 'warning',
    title,
    asOf: `Bulwark ${plain(version, 20)} · ${utc(now)}`,
    parts: parts.map(partFact),
    empty: connections.length > 0 ? [] : [{ text: 'No Microsoft 365 tenant is connected yet.' }],
    connections: connections.map((state) => connectionView(state, mayConnect)),
  };
  return fill(view, { summary: summaryOf(status, title), actions: actionsFrom(buttons(connections, mayConnect)) });
}

function partFact({ name, ok, stillWorks, fix }: Part) {
  const problem = `${stillWorks ? '!' : '✕'} ${fix === undefined ? 'Does not work' : markdown(fix)}`;
  return { title: markdown(name), value: ok ? '✓ Works' : problem };
}

function partWords({ name, stillWorks }: Part): string {
  return `${plain(name)} ${stillWorks ? 'will soon not work any more' : 'does not work'}.`;
}

function connectionView(state: ConnectionState, mayConnect: boolean) {
  const { connection } = state;
  const problem = problemOf(state);
  const by = connection.connectedBy === undefined ? '' : `Connected by ${plain(connection.connectedBy, 60)}. `;
  return {
    symbol: problem === undefined ? '✓' : '!',
    name: plain(connection.name, 60),
    mode: connection.mode === 'aiPilot' ? 'AI Pilot: reads and fixes' : 'reads only',
    lines: [{ text: `${by}${problem ?? wellWords(state)}` }, { text: `Tenant ${connection.tenantId}` }],
    connectionId: connection.id,
    canConnect: mayConnect && mayMend(state),
  };
}

function problemOf(state: ConnectionState): string | undefined {
  const { missing = [], score, refusal } = state;
  if (refusal) return refusalWords(refusal);
  if (!state.asked && state.connection.health === 'noAccess') return noAccess;
  const unread =
    score && score.unread > 0 ? `${counted(score.unread, 'setting')} could not be read just now.` : undefined;
  const lacking = missing.length > 0 ? `Not granted: ${counted(missing.length, 'permission')}.` : undefined;
  return [unread, lacking].filter(Boolean).join(' ') || undefined;
}

/** Consent granted again would help, or might: what passes by itself and what only the operator can mend would not. */
function mayMend({ connection, missing = [], score, refusal, asked }: ConnectionState): boolean {
  if (refusal) return refusal.needsReconsent;
  return missing.length > 0 || (score?.unread ?? 0) > 0 || (!asked && connection.health === 'noAccess');
}

const noAccess =
  'Microsoft gives Bulwark no access to this tenant: nobody has consented, or the consent was taken back.';

function refusalWords({ reason, needsReconsent }: GraphRefusal): string {
  if (needsReconsent) return noAccess;
  if (reason === 'throttled' || reason === 'unavailable')
    return 'Microsoft did not answer just now. Try again in a minute.';
  if (reason === 'operatorCredential') return "Microsoft refuses Bulwark's own credential. Run the doctor.";
  if (reason === 'tenantNotFound') return 'Microsoft knows no such tenant.';
  return 'Microsoft refuses to give Bulwark a token for this tenant. Run the doctor.';
}

function wellWords({ asked, missing, score }: ConnectionState): string {
  if (score) return 'Everything on the list can be read.';
  if (!missing) return 'Nobody has looked at its consent yet.';
  return asked ? 'All permissions are granted.' : 'All permissions were granted when Bulwark last looked.';
}

function buttons(connections: readonly ConnectionState[], mayConnect: boolean): readonly Button[] {
  const refresh: Button = { title: 'Refresh', verb: 'status.show' };
  const connect: Button = { title: 'Connect…', verb: 'connect.start' };
  return mayConnect && connections.length === 0 ? [connect, refresh] : [refresh];
}

function summaryOf({ parts, connections, version }: Status, title: string): string {
  const failing = parts.filter(({ ok }) => !ok).map(partWords);
  const problems = connections.flatMap((state) => {
    const problem = problemOf(state);
    return problem === undefined ? [] : [`${plain(state.connection.name, 60)}: ${problem}`];
  });
  const told = [...failing, ...problems].join(' ');
  return `${title}. ${told ? `${told} ` : ''}${counted(connections.length, 'tenant')} connected; Bulwark ${plain(version, 20)}.`;
}

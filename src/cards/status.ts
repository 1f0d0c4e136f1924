import template from '../../cards/status.json' with { type: 'json' };
import type { ConnectionState, Part, Status } from '../core/status.ts';
import { actionsFrom, type Button } from './buttons.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
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

function partFact({ name, ok, fix }: Part) {
  return { title: markdown(name), value: ok ? '✓ Works' : `✕ ${fix === undefined ? 'Does not work' : markdown(fix)}` };
}

function connectionView(state: ConnectionState, mayConnect: boolean) {
  const { connection, missing = [] } = state;
  const problem = problemOf(state);
  const by = connection.connectedBy === undefined ? '' : `Connected by ${plain(connection.connectedBy, 60)}. `;
  return {
    symbol: problem === undefined ? '✓' : '!',
    name: plain(connection.name, 60),
    mode: connection.mode === 'aiPilot' ? 'AI Pilot: reads and fixes' : 'reads only',
    lines: [
      { text: `${by}${problem ?? 'Everything on the list can be read.'}` },
      { text: `Tenant ${connection.tenantId}` },
    ],
    connectionId: connection.id,
    canConnect: mayConnect && (missing.length > 0 || problem !== undefined),
  };
}

function problemOf({ missing = [], score }: ConnectionState): string | undefined {
  const unread = score && score.unread > 0 ? `${score.unread} settings could not be read just now.` : undefined;
  const lacking = missing.length > 0 ? `${missing.length} permissions were not granted.` : undefined;
  return [unread, lacking].filter(Boolean).join(' ') || undefined;
}

function buttons(connections: readonly ConnectionState[], mayConnect: boolean): readonly Button[] {
  const refresh: Button = { title: 'Refresh', verb: 'status.show' };
  const connect: Button = { title: 'Connect…', verb: 'connect.start' };
  return mayConnect && connections.length === 0 ? [connect, refresh] : [refresh];
}

function summaryOf({ parts, connections, version }: Status, title: string): string {
  const failing = parts.filter(({ ok }) => !ok).map(({ name }) => plain(name));
  const problems = connections.flatMap((state) => {
    const problem = problemOf(state);
    return problem === undefined ? [] : [`${plain(state.connection.name, 60)}: ${problem}`];
  });
  const told = [...failing.map((name) => `${name} does not work.`), ...problems].join(' ');
  return `${title}. ${told ? `${told} ` : ''}${connections.length} tenants connected; Bulwark ${plain(version, 20)}.`;
}

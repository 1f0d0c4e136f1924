import template from '../../cards/posture.json' with { type: 'json' };
import { isOpen, type Posture, type PostureRow } from '../core/posture.ts';
import { byArea, filterRows, type PostureFilter } from '../core/posture-order.ts';
import { type Card, cardTemplate, type View } from './card.ts';
import { conditionalAccessWords } from './conditional-access.ts';
import { entraUrl } from './entra.ts';
import { type Page, pageOf, pagesBeside } from './pages.ts';
import { filtersBeside, filterWords } from './posture-filters.ts';
import { groupsOn } from './posture-groups.ts';
import { scoreView, scoreWords } from './posture-score.ts';
import { plain } from './text.ts';
import { ago, utc } from './time.ts';

export type PostureView = {
  filter: PostureFilter;
  /** From 1; a page that is not there shows the nearest one. */
  page: number;
};

export type PostureCardFacts = {
  posture: Posture;
  view: PostureView;
  mayHarden: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** Teams user id (`29:…`) of the reader whose client refreshes the card by itself; others use its menu. */
  viewer?: string;
};

/** So many rows with every text at its longest fit into the smallest message limit Microsoft has published, 28 KB. */
const pageSize = 5;
const maxName = 60;
const staleMs = 15 * 60_000;

const fill = cardTemplate(template);

/** `posture.refresh`, `posture.page` and `posture.filter` carry `connectionId`, `filter` and the page in decimal digits. */
export function postureCard({ posture, view, mayHarden, now, viewer }: PostureCardFacts): Card {
  const listed = byArea(filterRows(posture.rows, view.filter));
  const page = pageOf(
    listed.flatMap(({ rows }) => rows),
    view.page,
    pageSize,
  );
  const ids = { connectionId: posture.connection.id, filter: view.filter, page: String(page.number) };
  return fill(
    {
      ...header(posture, now),
      ...ids,
      groups: groupsOn(page, listed, posture, mayHarden),
      conditionalAccess: conditionalAccessWords(posture.conditionalAccess),
      showing: showing(posture, view, page, mayHarden),
      filters: filtersBeside(posture, view.filter),
      ...pagesBeside(page),
      needsConsent: lacksConsent(posture),
      entraUrl: entraUrl(posture.connection),
    },
    {
      summary: summaryOf(posture),
      msteams: { width: 'Full' },
      refresh: {
        action: { type: 'Action.Execute', verb: 'posture.refresh', data: { v: 1, ...ids } },
        userIds: viewer === undefined ? [] : [viewer],
      },
    },
  );
}

function header(posture: Posture, now: number) {
  const { score, connection, readAt } = posture;
  return {
    tenant: plain(connection.name, maxName),
    readAt: utc(readAt),
    ...scoreView(score),
    stale: now - readAt > staleMs ? [{ age: ago(readAt, now) }] : [],
  } satisfies View;
}

function showing({ score, rows }: Posture, { filter }: PostureView, page: Page<PostureRow>, mayHarden: boolean) {
  const { kind } = filterWords[filter];
  const range =
    page.total > 0 ? `Showing ${page.first}–${page.last} of ${page.total} (${kind}).` : `Showing none (${kind}).`;
  const details = page.total > 0 ? ' Select a policy for its details.' : '';
  return `${range}${details}${unreadNote(rows, score.unread)}${rows.some(isOpen) ? hardenNote(mayHarden) : ''}`;
}

function unreadNote(rows: readonly PostureRow[], unread: number): string {
  if (unread === 0) return '';
  const fix = rows.some(({ status }) => status === 'needsConsent') ? ' An admin must grant consent again.' : '';
  return ` ${unread} of ${rows.length} could not be read.${fix}`;
}

function hardenNote(mayHarden: boolean): string {
  return mayHarden
    ? ' Harden sets a policy to its secure value and changes nothing else.'
    : ' Changing a policy needs the hardener role.';
}

function lacksConsent({ rows, conditionalAccess }: Posture): boolean {
  return [...rows, conditionalAccess].some(({ status }) => status === 'needsConsent');
}

function summaryOf({ connection, score, readAt, conditionalAccess }: Posture): string {
  const parts = [
    `Policy posture of ${plain(connection.name, maxName)}: ${scoreWords(score)}`,
    score.superseded > 0 ? `${score.superseded} not applicable` : '',
    score.accepted > 0 ? `${score.accepted} accepted` : '',
    score.unread > 0 && score.judged > 0 ? `${score.unread} could not be read` : '',
    `Conditional Access: ${conditionalAccessWords(conditionalAccess)}`,
  ];
  return `${parts.filter(Boolean).join('; ')} Read ${utc(readAt)} from Microsoft Graph.`;
}

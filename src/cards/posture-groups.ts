import type { Posture, PostureRow } from '../core/posture.ts';
import type { PostureGroup, Standing } from '../core/posture-order.ts';
import type { Page } from './pages.ts';
import { rowView } from './posture-row.ts';

const standingWords = {
  open: 'not secure',
  unread: 'not read',
  accepted: 'accepted',
  superseded: 'not applicable',
  secure: 'secure',
} as const satisfies Record<Standing, string>;

/** The part of each group that is on the page; one that began on the page before says so. */
export function groupsOn(
  { items }: Page<PostureRow>,
  groups: readonly PostureGroup[],
  { rows: all }: Posture,
  mayHarden: boolean,
) {
  const onPage = groups.map((group) => ({ ...group, here: group.rows.filter((row) => items.includes(row)) }));
  return onPage
    .filter(({ here }) => here.length > 0)
    .map(({ area, standing, urgent, rows, here }) => {
      const total = all.filter(({ policy }) => policy.area === area).length;
      return {
        area: here[0] === rows[0] ? area : `${area}, continued`,
        count: `${rows.length} of ${total} ${urgent ? 'not secure, high or critical' : standingWords[standing]}`,
        rows: here.map((row) => rowView(row, mayHarden)),
      };
    });
}

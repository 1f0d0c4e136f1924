import type { Posture } from '../core/posture.ts';
import { filterRows, type PostureFilter } from '../core/posture-order.ts';

export const filterWords = {
  open: { title: 'Only not secure', kind: 'only not secure' },
  accepted: { title: 'Only accepted', kind: 'only accepted' },
  unread: { title: 'Only not read', kind: 'only what could not be read' },
  all: { title: 'All policies', kind: 'all policies' },
} as const satisfies Record<PostureFilter, { title: string; kind: string }>;

/** The other ways to look at it; those that would show nothing are left out. */
export function filtersBeside({ rows }: Posture, filter: PostureFilter) {
  const others = (Object.keys(filterWords) as PostureFilter[]).filter((other) => other !== filter);
  return others
    .filter((other) => other === 'open' || filterRows(rows, other).length > 0)
    .map((other, index) => ({
      filter: other,
      title: filterWords[other].title,
      mode: index < 2 ? 'primary' : 'secondary',
    }));
}

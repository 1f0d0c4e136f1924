import type { View } from './card.ts';

export type Page<T> = {
  items: readonly T[];
  /** From 1. */
  number: number;
  pages: number;
  /** Positions of the first and last item, from 1. */
  first: number;
  last: number;
  total: number;
};

/** The wanted page, or the nearest there is: lists get shorter between two presses. */
export function pageOf<T>(all: readonly T[], wanted: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const number = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages);
  const start = (number - 1) * size;
  const items = all.slice(start, start + size);
  return { items, number, pages, first: start + 1, last: start + items.length, total: all.length };
}

/** The buttons to the pages beside it. */
export function pagesBeside({ number, pages }: Pick<Page<unknown>, 'number' | 'pages'>) {
  return {
    nextPage: number < pages ? [{ page: String(number + 1) }] : [],
    previousPage: number > 1 ? [{ page: String(number - 1) }] : [],
  } satisfies View;
}

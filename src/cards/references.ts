import type { Reference } from '../core/policies/entry.ts';

/** A benchmark's name for a setting: EIDSCA's ids already say whose they are. */
export function referenceName({ source, id }: Reference): string {
  return id.startsWith(source) ? id : `${source} ${id}`;
}

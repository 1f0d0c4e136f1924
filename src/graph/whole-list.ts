import { z } from 'zod/v4';
import type { Reading } from '../core/graph-answers.ts';
import { isObject } from '../core/policies/compare.ts';
import type { Gateway } from './gateway.ts';
import { readPages } from './paging.ts';
import { hidden, refused, unreadable } from './readings.ts';
import { callOf, type GraphRequest } from './requests.ts';

/** Where a tenant's directory is read. */
export type Directory = { gateway: Gateway; root: string; tenantId: string };

/** A collection with everything in it, each item readable: what is left out could be what decides. */
export async function readWholeList<T>(
  { gateway, root, tenantId }: Directory,
  request: GraphRequest,
  values: { id: string; query: string },
  item: z.ZodType<T>,
): Promise<Reading<readonly T[]>> {
  const pages = await readPages(gateway, root, callOf(request, tenantId, values));
  if ('refusal' in pages) return refused(pages.refusal);
  if (pages.truncated) return unreadable;
  const parsed = z.array(item).safeParse(pages.items);
  if (parsed.success) return { status: 'ok', value: parsed.data };
  return pages.items.some(hasEmptyProperty) ? hidden(request.needed.at(-1) ?? '') : unreadable;
}

function hasEmptyProperty(item: unknown): boolean {
  return isObject(item) && Object.values(item).includes(null);
}

import type { Operation } from '../../../src/core/operations/operation.ts';

export function wasApplied({ result }: Pick<Operation, 'result'>): boolean {
  return result !== undefined && 'applied' in result && result.applied;
}

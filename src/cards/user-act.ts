import type { UserOperation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { utc } from './time.ts';

/** Several of these stand on one card. */
const maxName = 40;

/** "Contained by Isaiah Langer, 22 Nov 2026 08:14 UTC" */
export function actWords({ requestedBy, endedAt, createdAt, result, steps }: UserOperation): string {
  const said = `by ${actorName(requestedBy, maxName)}, ${utc(endedAt ?? createdAt)}`;
  const isKnown = steps.every(({ status }) => status !== 'unknown');
  if (result?.kind === 'release') return isKnown ? `Released ${said}` : `Release ${said}: outcome not known`;
  if (result?.kind === 'containment' && result.disabled) return `Contained ${said}`;
  return isKnown ? `Signed out, but not disabled, ${said}` : `Containment ${said}: outcome not known`;
}

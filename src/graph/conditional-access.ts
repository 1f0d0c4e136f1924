import type { Reading } from '../core/graph-answers.ts';
import { isObject } from '../core/policies/compare.ts';
import type { ConditionalAccessSummary } from '../core/policies/policy-port.ts';
import type { Reader } from './batch.ts';
import type { Gateway } from './gateway.ts';
import { readPages } from './paging.ts';
import { refused, unreadable } from './readings.ts';

/** Counts the Conditional Access policies by state. A part of them would be a wrong count, so it is all or nothing. */
export async function readConditionalAccess(
  gateway: Gateway,
  root: string,
  reader: Reader,
): Promise<Reading<ConditionalAccessSummary>> {
  const pages = await readPages(gateway, root, { ...reader, ...listPolicies });
  if ('refusal' in pages) return refused(pages.refusal);
  const states = pages.items.map(stateOf);
  const deviceRegistration = pages.items.filter(guardsDeviceRegistration).length;
  if (pages.truncated || states.includes(undefined)) return unreadable;
  return { status: 'ok', value: { ...summaryOf(states), deviceRegistration } };
}

const listPolicies = {
  purpose: 'read',
  method: 'GET',
  path: '/identity/conditionalAccess/policies?$select=id,displayName,state,conditions',
  needed: ['Policy.Read.All'],
} as const;

function stateOf(policy: unknown): string | undefined {
  return isObject(policy) && typeof policy['state'] === 'string' ? policy['state'] : undefined;
}

/** An enabled policy on the user action "register or join devices". */
function guardsDeviceRegistration(policy: unknown): boolean {
  const conditions = isObject(policy) && stateOf(policy) === 'enabled' ? policy['conditions'] : undefined;
  const applications = isObject(conditions) ? conditions['applications'] : undefined;
  const actions = isObject(applications) ? applications['includeUserActions'] : undefined;
  return (
    Array.isArray(actions) &&
    actions.some((action) => typeof action === 'string' && action.toLowerCase() === 'urn:user:registerdevice')
  );
}

function summaryOf(states: readonly unknown[]): Omit<ConditionalAccessSummary, 'deviceRegistration'> {
  const count = (state: string) => states.filter((one) => one === state).length;
  return {
    total: states.length,
    enabled: count('enabled'),
    reportOnly: count('enabledForReportingButNotEnforced'),
    disabled: count('disabled'),
  };
}

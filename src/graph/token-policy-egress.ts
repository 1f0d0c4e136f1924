import { z } from 'zod/v4';
import { definitionProblem } from '../core/token-policies/definition.ts';
import { type TokenPolicyType, tokenPolicyTypes } from '../core/token-policies/token-policy.ts';
import { type EgressRow, objectIn } from './egress-row.ts';
import type { GraphRequest } from './requests.ts';
import { patternOf } from './template.ts';
import {
  bodyOf,
  findHolderRequest,
  holderRequests,
  linkBody,
  policyRequests,
  verifiedDomainsRequest,
} from './token-policy-requests.ts';

/** What of this may leave, for the egress list. */
export function tokenPolicyRows(root: string): readonly EgressRow[] {
  return [
    ...pages(verifiedDomainsRequest),
    row(findHolderRequest('application'), nothing),
    row(findHolderRequest('servicePrincipal'), nothing),
    ...tokenPolicyTypes.flatMap((type) => [...policyRows(type), ...holderRows(root, type)]),
  ];
}

function policyRows(type: TokenPolicyType): readonly EgressRow[] {
  const { list, find, appliesTo, create, update, remove } = policyRequests(type);
  const valid = (body: string | undefined) => isChange(body, (text) => !definitionProblem(type, text));
  const anyText = (body: string | undefined) => isChange(body, () => true);
  return [
    ...[...pages(list), row(find, nothing), ...pages(appliesTo), row(remove, nothing)],
    ...[create, update].flatMap((write) => [
      row(write, valid),
      row({ ...write, purpose: 'restoreTokenPolicy' }, anyText),
    ]),
  ];
}

function holderRows(root: string, type: TokenPolicyType): readonly EgressRow[] {
  const link = patternOf(linkBody(root, type));
  return (['application', 'servicePrincipal'] as const).flatMap((kind) => {
    const { assigned, assign, unassign } = holderRequests(kind, type);
    const isLink = (body: string | undefined) => body !== undefined && link.test(body);
    return [...pages(assigned), row(assign, isLink), row(unassign, nothing)];
  });
}

/** A collection's next links are Graph's own, so their query may be any plain one. */
function pages(request: GraphRequest): readonly EgressRow[] {
  return [row(request, nothing), row({ ...request, path: `${request.path}?{query}` }, nothing)];
}

function row({ purpose, method, path }: GraphRequest, accepts: EgressRow['accepts']): EgressRow {
  return { purpose, method, path: patternOf(path), accepts };
}

function nothing(body: string | undefined): boolean {
  return body === undefined;
}

const change = z.strictObject({
  displayName: z.string().optional(),
  definition: z.tuple([z.string()]).optional(),
  isOrganizationDefault: z.boolean().optional(),
});

/** Built again from what it would set, the body is the same: so there is nothing else in it. */
function isChange(body: string | undefined, mayBeDefined: (text: string) => boolean): boolean {
  const { success, data } = change.safeParse(objectIn(body));
  const definition = data?.definition?.[0];
  if (!success || bodyOf({ ...data, definition }) !== body) return false;
  return definition === undefined || mayBeDefined(definition);
}

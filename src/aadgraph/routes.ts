import type { KeyHolder } from '../core/actors.ts';
import type { Via } from '../core/journal.ts';
import { runOnce } from '../core/operations/claims.ts';
import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { ReadTokenPolicies, TokenPolicyQuestion } from '../core/token-policies/read.ts';
import type { HolderKind } from '../core/token-policies/token-policy.ts';
import type { WriteTokenPolicies } from '../core/token-policies/write.ts';
import type { HttpRequest, HttpResponse, Route } from '../http/mount.ts';
import { hostOf, tenantBase } from './address.ts';
import {
  allPolicies,
  assignedPolicies,
  assignedToServicePrincipal,
  holderLinks,
  holdersOf,
  onePolicy,
  policyLinks,
} from './envelopes.ts';
import { readPolicyUrl } from './link-url.ts';
import { listOptions, pageOfPolicies } from './list-page.ts';
import { type WritePorts, writeAnswer } from './write-answer.ts';

export type AadGraphVerbs = WritePorts & { tokenPolicies: ReadTokenPolicies & WriteTokenPolicies };

/** A request whose key is known and whose query is served. */
export type Call = { request: HttpRequest; actor: KeyHolder; via: Via };

export type AadGraphRoute = {
  method: Route['method'];
  path: string;
  /** System query options it takes. */
  options: readonly string[];
  answer(call: Call): Promise<HttpResponse>;
};

export function aadGraphRoutes(verbs: AadGraphVerbs): readonly AadGraphRoute[] {
  return [
    ...policyRoutes(verbs),
    ...useRoutes(verbs),
    ...holderRoutes(verbs, '/:tenant/applications/:id', 'application'),
    ...holderRoutes(verbs, '/:tenant/servicePrincipals/:id', 'servicePrincipal'),
  ];
}

const collection = '/:tenant/policies';
const policy = '/:tenant/policies/:id';

function policyRoutes({ tokenPolicies, ...ports }: AadGraphVerbs): readonly AadGraphRoute[] {
  return [
    route(
      'GET',
      collection,
      async ({ request, ...asker }) => {
        const { policies } = await tokenPolicies.list(question(request, asker));
        const page = pageOfPolicies(policies, request.query);
        return ok(allPolicies(tenantBase(request), page.policies, page.nextLink));
      },
      listOptions,
    ),
    route('POST', collection, async ({ request, ...asker }) => {
      const begin = () => tokenPolicies.create(question(request, asker), bodyOf(request));
      const run = await runOnce(ports.store, asker, begin);
      return writeAnswer(ports, run, request.requestId, ({ policy: made }) => made && created(request, made));
    }),
    route('GET', policy, async ({ request, ...asker }) => {
      const found = await tokenPolicies.find(question(request, asker), idOf(request));
      return ok(onePolicy(tenantBase(request), found.policy, '/@Element'));
    }),
    route('PATCH', policy, async ({ request, ...asker }) => {
      const run = await tokenPolicies.update(question(request, asker), idOf(request), bodyOf(request));
      return writeAnswer(ports, run, request.requestId, () => noContent);
    }),
    route('DELETE', policy, async ({ request, ...asker }) => {
      const run = await tokenPolicies.remove(question(request, asker), idOf(request));
      return writeAnswer(ports, run, request.requestId, () => noContent);
    }),
  ];
}

/** What a policy applies to, as objects and as links. */
function useRoutes({ tokenPolicies }: AadGraphVerbs): readonly AadGraphRoute[] {
  const holders = async ({ request, ...asker }: Call) =>
    (await tokenPolicies.appliesTo(question(request, asker), idOf(request))).holders;
  return [
    route('GET', `${policy}/appliesTo`, async (call) => ok(holdersOf(tenantBase(call.request), await holders(call)))),
    route('GET', `${policy}/$links/appliesTo`, async (call) =>
      ok(holderLinks(tenantBase(call.request), await holders(call))),
    ),
  ];
}

function holderRoutes(
  { tokenPolicies, ...ports }: AadGraphVerbs,
  path: string,
  kind: HolderKind,
): readonly AadGraphRoute[] {
  const render = kind === 'application' ? assignedPolicies : assignedToServicePrincipal;
  const assigned = ({ request, ...asker }: Call) =>
    tokenPolicies.assigned(question(request, asker), kind, idOf(request));
  return [
    route('GET', `${path}/policies`, async (call) => ok(render(tenantBase(call.request), await assigned(call)))),
    route('GET', `${path}/$links/policies`, async (call) =>
      ok(policyLinks(tenantBase(call.request), await assigned(call))),
    ),
    route('POST', `${path}/$links/policies`, async ({ request, ...asker }) => {
      const { tenant, policyId } = readPolicyUrl(bodyOf(request)['url'], hostOf(request));
      const assignment = { kind, holderId: idOf(request), policyId };
      const begin = () => tokenPolicies.assign(question(request, asker), assignment, { tenant });
      const run = await runOnce(ports.store, asker, begin);
      return writeAnswer(ports, run, request.requestId, () => noContent);
    }),
    route('DELETE', `${path}/$links/policies/:policy`, async ({ request, ...asker }) => {
      const assignment = { kind, holderId: idOf(request), policyId: request.params['policy'] ?? '' };
      const run = await tokenPolicies.unassign(question(request, asker), assignment);
      return writeAnswer(ports, run, request.requestId, () => noContent);
    }),
  ];
}

function route(
  method: Route['method'],
  path: string,
  answer: AadGraphRoute['answer'],
  options: readonly string[] = [],
): AadGraphRoute {
  return { method, path, answer, options };
}

function question({ params }: HttpRequest, asker: Omit<Call, 'request'>): TokenPolicyQuestion {
  return { ...asker, where: { tenant: params['tenant'] ?? '' } };
}

function idOf({ params }: HttpRequest): string {
  return params['id'] ?? '';
}

function bodyOf({ body }: HttpRequest): GraphDocument {
  return isObject(body) ? body : {};
}

function ok(body: unknown): HttpResponse {
  return { status: 200, body };
}

const noContent: HttpResponse = { status: 204 };

function created(request: HttpRequest, made: Parameters<typeof onePolicy>[1]): HttpResponse {
  const base = tenantBase(request);
  return { status: 201, headers: { location: `${base}/policies/${made.id}` }, body: onePolicy(base, made) };
}

import { isObject, type JsonObject, textOf } from '../json.ts';
import { listAt, objectAt, valueAt, writeAt } from '../world/tenant.ts';
import {
  badGraphRequest,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  uniquenessViolation,
} from './call.ts';
import { collectionAnswer } from './odata.ts';

/** Which applications and service principals a token policy is assigned to. */
const policyCollections = ['tokenLifetimePolicies', 'tokenIssuancePolicies'] as const;
const holders = ['applications', 'servicePrincipals'] as const;

const assign = ['Application.ReadWrite.All+Policy.Read.All', 'Application.ReadWrite.OwnedBy+Policy.Read.All'];
const readApplied = ['Policy.Read.All+Application.Read.All', 'Policy.Read.All+Application.ReadWrite.All'];

export const assignmentRoutes: readonly GraphRoute[] = policyCollections.flatMap((name) => [
  { method: 'GET', path: `policies/${name}/*/appliesTo`, permissions: readApplied, handle: appliesTo },
  ...holders.flatMap((holder) => routesOf(`${holder}/*/${name}`)),
]);

function routesOf(path: string): GraphRoute[] {
  return [
    { method: 'GET', path, permissions: assign, handle: listAssigned },
    { method: 'GET', path: `${path}/$ref`, permissions: assign, handle: listReferences },
    { method: 'POST', path: `${path}/$ref`, permissions: assign, handle: addReference },
    { method: 'DELETE', path: `${path}/*/$ref`, permissions: assign, handle: removeReference },
  ];
}

/** The path and the holder an assignment call names; the path carries the holder's object id. */
function holderOf(call: GraphCall): { path: string; collection: string } | undefined {
  const [holder = '', key = '', collection = ''] = call.segments;
  const object = valueAt(call.tenant, [holder, key]);
  return isObject(object) ? { path: `/${holder}/${object['id']}/${collection}`, collection } : undefined;
}

/** Links to policies that were deleted since are gone. */
function assigned(call: GraphCall, { path, collection }: { path: string; collection: string }): JsonObject[] {
  return listAt(call.tenant, path)
    .map((link) => objectAt(call.tenant, `/policies/${collection}/${link['id']}`))
    .filter(isObject);
}

function listAssigned(call: GraphCall): GraphAnswer {
  const holder = holderOf(call);
  return holder ? collectionAnswer(call, assigned(call, holder)) : notFound(call.segments[1] ?? '');
}

function listReferences(call: GraphCall): GraphAnswer {
  const holder = holderOf(call);
  if (!holder) return notFound(call.segments[1] ?? '');
  const prefix = `${call.origin}/v1.0/policies/${holder.collection}/`;
  const links = assigned(call, holder).map((policy) => ({ '@odata.id': `${prefix}${policy['id']}` }));
  return collectionAnswer(call, links);
}

function addReference(call: GraphCall): GraphAnswer {
  const holder = holderOf(call);
  if (!holder) return notFound(call.segments[1] ?? '');
  const policy = policyIn(call, holder.collection);
  if (!policy) return badGraphRequest('The value of @odata.id must name a policy of this collection.');
  const refused = refusedReference(assigned(call, holder), policy, holder.collection);
  if (refused) return refused;
  const value = [{ id: policy['id'] }];
  call.tenant.documents.set(holder.path.toLowerCase(), { path: holder.path, value });
  return noContent;
}

/** The policy that the body's `@odata.id` names, whatever host stands in it. */
function policyIn(call: GraphCall, wanted: string): JsonObject | undefined {
  const link = isObject(call.body) ? textOf(call.body['@odata.id']) : '';
  const [, collection = wanted, id = ''] = /\/(?:policies\/(\w+)|directoryObjects)\/([\da-f-]{36})$/i.exec(link) ?? [];
  return collection === wanted ? objectAt(call.tenant, `/policies/${wanted}/${id}`) : undefined;
}

/** One policy of a type decides; a second one would leave it open which. */
function refusedReference(present: JsonObject[], policy: JsonObject, name: string): GraphAnswer | undefined {
  if (present.length === 0) return undefined;
  if (!present.includes(policy)) return uniquenessViolation;
  return badGraphRequest(
    `One or more added object references already exist for the following modified properties: '${name}'.`,
  );
}

function removeReference(call: GraphCall): GraphAnswer {
  const holder = holderOf(call);
  const id = call.segments[3] ?? '';
  if (!holder || !assigned(call, holder).some((policy) => policy['id'] === id)) return notFound(id);
  writeAt(call.tenant, [...holder.path.slice(1).split('/'), id], undefined);
  return noContent;
}

function appliesTo(call: GraphCall): GraphAnswer {
  const [, collection = '', id = ''] = call.segments;
  if (!objectAt(call.tenant, `/policies/${collection}/${id}`)) return notFound(id);
  const types = {
    applications: '#microsoft.graph.application',
    servicePrincipals: '#microsoft.graph.servicePrincipal',
  };
  const objects = holders.flatMap((holder) =>
    listAt(call.tenant, `/${holder}`)
      .filter((object) =>
        listAt(call.tenant, `/${holder}/${object['id']}/${collection}`).some((link) => link['id'] === id),
      )
      .map((object) => ({ '@odata.type': types[holder], ...object })),
  );
  return collectionAnswer(call, objects);
}

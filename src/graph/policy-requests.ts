import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { isOf, membersOf } from '../core/policies/objects.ts';
import type { SettingTemplate } from '../core/policies/setting-templates.ts';
import type { Strategy } from '../core/policies/strategy.ts';
import type { Owned, PolicyWrite } from '../core/policies/wanted.ts';
import type { GraphCall } from './call.ts';

/** One write as it is sent. */
export type PolicyRequest = Pick<GraphCall, 'path'> & {
  method: 'PATCH' | 'PUT' | 'POST' | 'DELETE';
  body: GraphDocument | undefined;
};

/** The request that a write takes. `before`: the document, whose other properties go along where Graph wants them. */
export function requestFor(entry: PolicyEntry, { from, to }: PolicyWrite, before: GraphDocument): PolicyRequest {
  const { document: path, strategy } = entry;
  if (strategy.kind === 'method') return methodRequest(path, strategy, to);
  if (strategy.kind === 'put') return { method: 'PUT', path, body: wholeWith(before, strategy.properties, to) };
  if (strategy.kind === 'groupSetting') return settingRequest(path, strategy.template, to, before);
  if (strategy.kind === 'timeoutPolicy') return timeoutRequest(path, to, before);
  if (strategy.kind === 'domains') return domainRequest(path, from, to);
  return { method: 'PATCH', path, body: nested(to.fields) };
}

function methodRequest(path: string, { id, type }: Extract<Strategy, { kind: 'method' }>, to: Owned): PolicyRequest {
  return {
    method: 'PATCH',
    path: `${path}/authenticationMethodConfigurations/${id}`,
    body: { '@odata.type': type, ...nested(to.fields) },
  };
}

/** A property that is absent cannot be sent along, so Graph would reset it: then nothing may be sent. */
function wholeWith(before: GraphDocument, properties: readonly string[], { fields }: Owned): GraphDocument {
  const absent = properties.find((name) => before[name] === undefined);
  if (absent !== undefined) throw new Error(`The document has no ${absent} to send along.`);
  return merged(Object.fromEntries(properties.map((name) => [name, before[name]])), nested(fields));
}

function settingRequest(path: string, template: SettingTemplate, to: Owned, before: GraphDocument): PolicyRequest {
  const present = (membersOf(before, 'value') ?? []).find((setting) => isOf(setting, template));
  if (!present) {
    const values = valuesOf({ ...template.defaults, ...to.fields });
    return { method: 'POST', path, body: { templateId: template.id, values } };
  }
  const own = `${path}/${String(present['id'])}`;
  if (!to.exists) return { method: 'DELETE', path: own, body: undefined };
  return { method: 'PATCH', path: own, body: { values: replacedValues(present, to.fields) } };
}

/** Every value goes along, in the order in which Graph has them. */
function replacedValues(setting: GraphDocument, fields: GraphDocument): readonly unknown[] {
  const present = membersOf(setting, 'values') ?? [];
  const names = present.map(({ name }) => name);
  const added = Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
  const kept = present.map((one) => {
    const name = String(one['name']);
    return Object.hasOwn(fields, name) ? { ...one, value: fields[name] } : one;
  });
  return [...kept, ...valuesOf(added)];
}

function valuesOf(fields: GraphDocument) {
  return Object.entries(fields).map(([name, value]) => ({ name, value }));
}

function timeoutRequest(path: string, { exists, fields }: Owned, before: GraphDocument): PolicyRequest {
  const present = (membersOf(before, 'value') ?? []).find((policy) => policy['isOrganizationDefault'] === true);
  if (!present) {
    const body = { displayName: 'DefaultTimeoutPolicy', isOrganizationDefault: true, ...fields };
    return { method: 'POST', path, body };
  }
  const own = `${path}/${String(present['id'])}`;
  return exists ? { method: 'PATCH', path: own, body: fields } : { method: 'DELETE', path: own, body: undefined };
}

/** The warning period goes along only where it has to change. */
function domainRequest(path: string, from: Owned, { id, fields }: Owned): PolicyRequest {
  const changed = Object.entries(fields).filter(([name, value], at) => at === 0 || value !== from.fields[name]);
  return { method: 'PATCH', path: `${path}/${id}`, body: Object.fromEntries(changed) };
}

/** An object in which each dotted field is set, in the order of the fields. */
export function nested(fields: GraphDocument): GraphDocument {
  const chains = Object.entries(fields).map(([field, value]) =>
    field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value),
  );
  return chains.reduce<GraphDocument>((all, chain) => merged(all, Object(chain)), {});
}

/** `changes` laid over an object. What a field sets is replaced as a whole. */
function merged(object: GraphDocument, changes: GraphDocument): GraphDocument {
  const laid = Object.entries(changes).map(([name, value]) => {
    const present = object[name];
    const goesOn = isObject(present) && isObject(value) && !Object.hasOwn(value, '@odata.type');
    return [name, goesOn ? merged(present, value) : value];
  });
  return { ...object, ...Object.fromEntries(laid) };
}

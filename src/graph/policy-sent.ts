import { canonicalJson } from '../core/canonical-json.ts';
import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { partsOf } from '../core/policies/judge.ts';
import { membersOf, namedValues, objectsIn, propertyAt } from '../core/policies/objects.ts';
import type { SettingTemplate } from '../core/policies/setting-templates.ts';
import type { PolicyDeparture } from './policy-egress.ts';
import { nested } from './policy-requests.ts';

/** The entry's properties as a body sends them; undefined when it would change anything else as well. */
export function propertiesSent(departure: PolicyDeparture, body: GraphDocument): GraphDocument | undefined {
  const { strategy } = departure.entry;
  if (strategy.kind === 'put') return wholeSent(departure, body, strategy.properties);
  if (strategy.kind === 'groupSetting') return valuesSent(departure, body, strategy.template);
  if (departure.method === 'POST') return createdSent(departure, body);
  return fieldsSent(departure.entry, body);
}

/** Just fields of the entry, as they are written. */
function fieldsSent(entry: PolicyEntry, body: GraphDocument): GraphDocument | undefined {
  const own = partsOf(entry).map(({ field }) => [field, propertyAt(body, field)] as const);
  const set = Object.fromEntries(own.filter(([, value]) => value !== undefined));
  return sameJson(body, { ...typeOf(entry), ...nested(set) }) ? body : undefined;
}

export function typeOf({ strategy }: PolicyEntry): GraphDocument {
  return strategy.kind === 'method' ? { '@odata.type': strategy.type } : {};
}

function wholeSent({ entry, before }: PolicyDeparture, body: GraphDocument, names: readonly string[]) {
  const whole = Object.fromEntries(names.map((name) => [name, before[name]]));
  return sameJson(withoutOwn(entry, body), withoutOwn(entry, whole)) ? body : undefined;
}

function createdSent({ entry }: PolicyDeparture, body: GraphDocument): GraphDocument | undefined {
  const { displayName, isOrganizationDefault, ...fields } = body;
  const isOurs = displayName === 'DefaultTimeoutPolicy' && isOrganizationDefault === true;
  return isOurs ? fieldsSent(entry, fields) : undefined;
}

/** All named values, each once, with every other one as it was. */
function valuesSent({ entry, method, before }: PolicyDeparture, body: GraphDocument, template: SettingTemplate) {
  const { values: _, ...head } = body;
  if (!sameJson(head, method === 'POST' ? { templateId: template.id } : {})) return undefined;
  const sent = namedValues(body) ?? {};
  const [present] = objectsIn(entry, before) ?? [];
  const isOnce = Object.keys(sent).length === membersOf(body, 'values')?.length;
  const isWhole = present?.exists === (method === 'PATCH') && isOnce;
  return isWhole && othersStay(entry, sent, present.properties) ? sent : undefined;
}

/** Defaults of the template may go along or not: they hold as long as nothing is set. */
function othersStay(entry: PolicyEntry, sent: GraphDocument, present: GraphDocument): boolean {
  const [others, known] = [withoutOwn(entry, sent), withoutOwn(entry, present)];
  return sameJson({ ...known, ...others }, known);
}

function withoutOwn(entry: PolicyEntry, document: GraphDocument): GraphDocument {
  return partsOf(entry).reduce((rest, { field }) => without(rest, field.split('.')), document);
}

function without(object: GraphDocument, [name = '', ...rest]: readonly string[]): GraphDocument {
  const { [name]: found, ...others } = object;
  return rest.length === 0 || !isObject(found) ? others : { ...others, [name]: without(found, rest) };
}

export function sameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

import { isGuid } from '../guid.ts';
import { type GraphDocument, isObject } from './compare.ts';
import { keepsPasswords } from './domain-rules.ts';
import type { PolicyEntry } from './entry.ts';
import type { SettingTemplate } from './setting-templates.ts';

/** An object inside a document that a strategy writes. */
export type PolicyObject = {
  /** Tells it from others of the document; empty when there is only one. */
  id: string;
  /** What the fields of an entry are looked up in. */
  properties: GraphDocument;
  /** False: Microsoft's defaults hold, and nothing is there to be changed yet. */
  exists: boolean;
};

/** Whether the document is a list of objects, which Graph may give in pages. */
export function isCollection({ strategy }: Pick<PolicyEntry, 'strategy'>): boolean {
  return strategy.kind === 'domains' || strategy.kind === 'groupSetting' || strategy.kind === 'timeoutPolicy';
}

/** The objects that the entry is about; undefined when the document is not what Graph documents. */
export function objectsIn(
  { strategy }: Pick<PolicyEntry, 'strategy'>,
  document: GraphDocument,
): readonly PolicyObject[] | undefined {
  if (strategy.kind === 'method') return methodIn(document, strategy.id);
  if (strategy.kind === 'groupSetting') return settingIn(document, strategy.template);
  if (strategy.kind === 'timeoutPolicy') return defaultPolicyIn(document);
  if (strategy.kind === 'domains') return domainsIn(document);
  return [{ id: '', properties: document, exists: true }];
}

function methodIn(document: GraphDocument, method: string): readonly PolicyObject[] | undefined {
  const all = membersOf(document, 'authenticationMethodConfigurations');
  const properties = all?.find(({ id }) => typeof id === 'string' && id.toLowerCase() === method.toLowerCase());
  return properties && [{ id: '', properties, exists: true }];
}

function settingIn(document: GraphDocument, template: SettingTemplate): readonly PolicyObject[] | undefined {
  const all = membersOf(document, 'value');
  const found = all?.find((setting) => isOf(setting, template));
  if (!all || !found) return all && [{ id: '', properties: template.defaults, exists: false }];
  const values = isGuid(found['id']) ? namedValues(found) : undefined;
  return values && [{ id: '', properties: { ...template.defaults, ...values }, exists: true }];
}

/** Settings objects are told by their template; its name is as good where the id is another than documented. */
export function isOf({ templateId, displayName }: GraphDocument, template: SettingTemplate): boolean {
  if (typeof templateId === 'string' && templateId.toLowerCase() === template.id) return true;
  return displayName === template.displayName;
}

/** The values of a settings object by their names; undefined when a name is none. */
export function namedValues(setting: GraphDocument): GraphDocument | undefined {
  const values = membersOf(setting, 'values');
  if (!values?.every(({ name }) => typeof name === 'string')) return undefined;
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

function defaultPolicyIn(document: GraphDocument): readonly PolicyObject[] | undefined {
  const all = membersOf(document, 'value');
  const properties = all?.find((policy) => policy['isOrganizationDefault'] === true);
  if (!all || (properties && !isGuid(properties['id']))) return undefined;
  return [{ id: '', properties: properties ?? {}, exists: properties !== undefined }];
}

function domainsIn(document: GraphDocument): readonly PolicyObject[] | undefined {
  const domains = keepsPasswords(membersOf(document, 'value'));
  return domains?.map((properties) => ({ id: String(properties['id']), properties, exists: true }));
}

/** The objects of a list; undefined when it is none, or holds anything else. */
export function membersOf(document: GraphDocument, name: string): readonly GraphDocument[] | undefined {
  const members = Object.hasOwn(document, name) ? document[name] : undefined;
  return Array.isArray(members) && members.every(isObject) ? members : undefined;
}

/** The property at a dotted path; undefined when it is absent. */
export function propertyAt(properties: GraphDocument, field: string): unknown {
  let found: unknown = properties;
  for (const name of field.split('.')) {
    found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

import { type GraphDocument, isObject } from './compare.ts';
import type { PolicyValue } from './entry.ts';
import type { Form } from './forms.ts';

const root = 'ActivityBasedTimeoutPolicy';
const rule = 'WebSessionIdleTimeout';

/** The timeout for all web apps, inside the JSON text that a timeout policy keeps its rules in. */
export const idleTimeout: Form = {
  read: (property) => {
    if (property === null || property === undefined) return null;
    const definition = definitionIn(property);
    return definition && timeoutIn(definition);
  },
  write: (property, wanted) => {
    const definition = definitionIn(property) ?? {};
    const all = applicationsIn(definition) ?? [];
    const present = all.find(isDefault) ?? { ApplicationId: 'default' };
    const others = all.filter((one) => !isDefault(one));
    const rules = { Version: 1, ...definition, ApplicationPolicies: [{ ...present, [rule]: wanted }, ...others] };
    return [JSON.stringify({ [root]: rules })];
  },
  others: (property) => {
    const { ApplicationPolicies: _, Version: version = 1, ...rest } = definitionIn(property) ?? {};
    const all = applicationsIn(definitionIn(property) ?? {}) ?? [];
    const { [rule]: _timeout, ...present } = all.find(isDefault) ?? { ApplicationId: 'default' };
    return { version, rest, present, others: all.filter((one) => !isDefault(one)) };
  },
};

function definitionIn(property: unknown): GraphDocument | undefined {
  const [text] = Array.isArray(property) ? property : [];
  const parsed = parse(text);
  const rules = isObject(parsed) ? parsed[root] : undefined;
  return isObject(rules) ? rules : undefined;
}

function timeoutIn(definition: GraphDocument): PolicyValue | undefined {
  const all = applicationsIn(definition);
  const timeout = all?.find(isDefault)?.[rule] ?? null;
  return all && (timeout === null || typeof timeout === 'string') ? timeout : undefined;
}

function applicationsIn(definition: GraphDocument): readonly GraphDocument[] | undefined {
  const all = definition['ApplicationPolicies'] ?? [];
  return Array.isArray(all) && all.every(isObject) ? all : undefined;
}

function isDefault({ ApplicationId: id }: GraphDocument): boolean {
  return typeof id === 'string' && id.toLowerCase() === 'default';
}

function parse(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

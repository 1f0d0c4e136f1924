import { refuse } from '../errors.ts';
import { type GraphDocument, isObject } from '../policies/compare.ts';
import { definitionRules, type PropertyRule, retiredProperties } from './definition-rules.ts';
import { printable, refuseDefinition } from './refusals.ts';
import type { TokenPolicyType } from './token-policy.ts';

/** Why a definition may not be written. `refused`: the properties that are retired or unknown. */
export type DefinitionProblem = { refused: readonly string[] } | { why: string };

/** Refuses a definition that Entra would not honour as it stands. The text itself is never changed. */
export function requireDefinition(type: TokenPolicyType, text: string): void {
  const problem = definitionProblem(type, text);
  if (problem && 'why' in problem) refuseDefinition(problem.why);
  if (problem) refuseProperties(problem.refused);
}

export function definitionProblem(type: TokenPolicyType, text: string): DefinitionProblem | undefined {
  const rules = definitionIn(type, text);
  if (rules === undefined) return { why: `It must be JSON text with ${type} as its only root.` };
  const known: Readonly<Record<string, PropertyRule>> = definitionRules[type];
  const refused = Object.keys(rules).filter((name) => !Object.hasOwn(known, name));
  if (refused.length > 0) return { refused };
  if (nameCount(text) > Object.keys(rules).length + 1) return { why: 'A property is there more than once.' };
  return valueProblem(known, rules);
}

/** The properties under the root, when the text is of this type at all. */
export function definitionIn(type: TokenPolicyType, text: string): GraphDocument | undefined {
  const root = parsed(text);
  const rules = isObject(root) && Object.keys(root).length === 1 ? root[type] : undefined;
  return isObject(rules) ? rules : undefined;
}

function valueProblem(known: Readonly<Record<string, PropertyRule>>, rules: GraphDocument) {
  if (!Object.hasOwn(rules, 'Version')) return { why: 'Version is missing: it must be 1.' };
  for (const [name, value] of Object.entries(rules)) {
    const problem = known[name]?.problem(value);
    if (problem !== undefined) return { why: `${name} ${problem}.` };
  }
  return undefined;
}

/** JSON.parse keeps the last of two properties with one name; another reader may keep the first. */
function nameCount(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

function refuseProperties(names: readonly string[]): never {
  const listed = names.map(
    (name) => `${printable(name)} (${retiredProperties.includes(name) ? 'retired' : 'unknown'})`,
  );
  const message = `Property definition contains properties that cannot be set: ${listed.join(', ')}.`;
  const hint = names.some((name) => retiredProperties.includes(name))
    ? 'Entra has ignored the retired properties since 30 January 2021. Use Conditional Access sign-in frequency instead.'
    : 'Remove what Microsoft does not document for this type.';
  refuse('invalid_request', message, { values: [{ item: 'definition', value: hint }] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

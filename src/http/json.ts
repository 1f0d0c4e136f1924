import { fault } from './faults.ts';

/**
 * Parses a request body that must be a JSON object, nested at most `maxDepth` levels.
 * @throws HttpFault `invalid_body`
 */
export function parseJsonObject(text: string, maxDepth: number): object {
  const value = parse(text);
  if (!isNested(value) || Array.isArray(value)) throw invalid('is not a JSON object');
  requireHarmless(value, maxDepth);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('is not valid JSON');
  }
}

function requireHarmless(value: object, depthLeft: number): void {
  if (depthLeft === 0) throw invalid('is nested too deeply');
  // Copying this key by assignment would replace the prototype of the copy.
  if (Object.hasOwn(value, '__proto__')) throw invalid('has a property named __proto__');
  for (const inner of Object.values(value)) {
    if (isNested(inner)) requireHarmless(inner, depthLeft - 1);
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function invalid(problem: string) {
  return fault('invalid_body', `The request body ${problem}. Send the JSON object the documentation shows.`);
}

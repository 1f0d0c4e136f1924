import { isObject, type JsonObject } from '../json.ts';

export type Predicate = (item: JsonObject) => boolean;

const token = /\s*(?:('(?:[^']|'')*')|([(),])|([^\s(),']+))/gy;
const operators = ['eq', 'ne', 'ge', 'gt', 'le', 'lt'];

/**
 * Reads the part of OData's `$filter` that simple properties need.
 * Anything else, such as the old typed enums (`microsoft.graph.riskLevel'high'`), is `null`.
 */
export function parseFilter(text: string): Predicate | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  const parser = { tokens, next: 0 };
  const predicate = parseOr(parser);
  return parser.next === tokens.length ? predicate : null;
}

type Parser = { tokens: string[]; next: number };

function tokensOf(text: string): string[] | null {
  const found = [...text.matchAll(token)];
  const read = found.reduce((length, match) => length + match[0].length, 0);
  return read === text.trimEnd().length ? found.map((match) => match[0].trim()) : null;
}

function accept(parser: Parser, word: string): boolean {
  if (parser.tokens[parser.next]?.toLowerCase() !== word) return false;
  parser.next += 1;
  return true;
}

function take(parser: Parser): string {
  return parser.tokens[parser.next++] ?? '';
}

function parseOr(parser: Parser): Predicate | null {
  return parseChain(parser, 'or', parseAnd, (parts) => (item) => parts.some((part) => part(item)));
}

function parseAnd(parser: Parser): Predicate | null {
  return parseChain(parser, 'and', parseTerm, (parts) => (item) => parts.every((part) => part(item)));
}

function parseChain(
  parser: Parser,
  word: string,
  parsePart: (parser: Parser) => Predicate | null,
  join: (parts: Predicate[]) => Predicate,
): Predicate | null {
  const parts: Predicate[] = [];
  do {
    const part = parsePart(parser);
    if (!part) return null;
    parts.push(part);
  } while (accept(parser, word));
  return join(parts);
}

function parseTerm(parser: Parser): Predicate | null {
  if (accept(parser, 'not')) {
    const term = parseTerm(parser);
    return term && ((item) => !term(item));
  }
  if (accept(parser, '(')) {
    const inner = parseOr(parser);
    return accept(parser, ')') ? inner : null;
  }
  return parser.tokens[parser.next + 1] === '(' ? parseFunction(parser) : parseComparison(parser);
}

type TextTest = (text: string, part: string) => boolean;

const textTests = new Map<string, TextTest>([
  ['startswith', (text, part) => text.startsWith(part)],
  ['endswith', (text, part) => text.endsWith(part)],
]);

function parseFunction(parser: Parser): Predicate | null {
  const test = textTests.get(take(parser).toLowerCase());
  take(parser);
  const property = take(parser);
  const comma = accept(parser, ',');
  const part = literalOf(take(parser));
  if (!test || !comma || typeof part !== 'string' || !accept(parser, ')')) return null;
  return (item) => test(String(propertyOf(item, property) ?? '').toLowerCase(), part.toLowerCase());
}

function parseComparison(parser: Parser): Predicate | null {
  const property = take(parser);
  const operator = take(parser).toLowerCase();
  const literal = literalOf(take(parser));
  if (!/^[A-Za-z][\w/]*$/.test(property) || literal === undefined || !operators.includes(operator)) return null;
  return (item) => compare(propertyOf(item, property), operator, literal);
}

type Literal = string | number | boolean | null | Date;

const words = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function literalOf(text: string): Literal | undefined {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (words.has(text)) return words.get(text);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return new Date(text);
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : undefined;
}

function propertyOf(item: JsonObject, property: string): unknown {
  return property.split('/').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), item);
}

function compare(value: unknown, operator: string, literal: Literal): boolean {
  const order = orderOf(value ?? null, literal);
  if (operator === 'eq') return order === 0;
  if (operator === 'ne') return order !== 0;
  if (operator === 'ge') return order >= 0;
  if (operator === 'gt') return order > 0;
  return operator === 'le' ? order <= 0 : order < 0;
}

/** Negative, 0 or positive; NaN when the two cannot be compared. */
function orderOf(value: unknown, literal: Literal): number {
  if (literal instanceof Date) return Date.parse(String(value)) - literal.getTime();
  if (typeof literal === 'string' && typeof value === 'string')
    return Math.sign(value.toLowerCase().localeCompare(literal.toLowerCase(), 'en'));
  if (typeof literal === 'number' && typeof value === 'number') return value - literal;
  return value === literal ? 0 : Number.NaN;
}

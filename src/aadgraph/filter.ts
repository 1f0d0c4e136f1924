import type { TokenPolicy } from '../core/token-policies/token-policy.ts';

export type Predicate = (policy: TokenPolicy) => boolean;

type Value = string | boolean;
type Tokens = { next(): string | undefined; peek(): string | undefined };

const fields: Readonly<Record<string, (policy: TokenPolicy) => Value>> = {
  objectId: ({ id }) => id,
  displayName: ({ displayName }) => displayName,
  type: ({ type }) => type,
  isTenantDefault: ({ isOrganizationDefault }) => isOrganizationDefault,
};

const comparisons: Readonly<Record<string, (one: Value, other: Value) => boolean>> = {
  eq: (one, other) => one === other,
  ge: (one, other) => one >= other,
  le: (one, other) => one <= other,
};

const maxDepth = 10;

/** Understands `eq`, `ge`, `le`, `startswith`, `and`, `or` and brackets; undefined for anything else. */
export function parseFilter(text: string): Predicate | undefined {
  const listed = tokenize(text);
  if (!listed) return undefined;
  let at = 0;
  const tokens: Tokens = { next: () => listed[at++], peek: () => listed[at] };
  const predicate = either(tokens, 0);
  return tokens.peek() === undefined ? predicate : undefined;
}

function tokenize(text: string): readonly string[] | undefined {
  const tokens = text.match(/'(?:[^']|'')*'|[A-Za-z]+|[(),]|\S/g) ?? [];
  return tokens.every((token) => /^('.*'|[A-Za-z]+|[(),])$/s.test(token)) ? tokens : undefined;
}

function either(tokens: Tokens, depth: number): Predicate | undefined {
  return joined(
    tokens,
    'or',
    () => both(tokens, depth),
    (parts) => (policy) => parts.some((part) => part(policy)),
  );
}

function both(tokens: Tokens, depth: number): Predicate | undefined {
  return joined(
    tokens,
    'and',
    () => term(tokens, depth),
    (parts) => (policy) => parts.every((part) => part(policy)),
  );
}

function joined(
  tokens: Tokens,
  word: string,
  parse: () => Predicate | undefined,
  join: (parts: readonly Predicate[]) => Predicate,
): Predicate | undefined {
  const parts = [parse()];
  while (tokens.peek() === word) {
    tokens.next();
    parts.push(parse());
  }
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? join(known) : undefined;
}

function term(tokens: Tokens, depth: number): Predicate | undefined {
  if (tokens.peek() === '(') return bracketed(tokens, depth);
  return tokens.peek()?.toLowerCase() === 'startswith' ? startsWith(tokens) : comparison(tokens);
}

function bracketed(tokens: Tokens, depth: number): Predicate | undefined {
  tokens.next();
  const inner = depth < maxDepth ? either(tokens, depth + 1) : undefined;
  return tokens.next() === ')' ? inner : undefined;
}

function comparison(tokens: Tokens): Predicate | undefined {
  const field = fieldIn(tokens.next());
  const compare = own(comparisons, tokens.next());
  const value = valueIn(tokens.next());
  if (!field || !compare || value === undefined) return undefined;
  return (policy) => compare(folded(field(policy)), folded(value));
}

function startsWith(tokens: Tokens): Predicate | undefined {
  const [, open, name, comma, literal, close] = Array.from({ length: 6 }, () => tokens.next());
  const field = fieldIn(name);
  const value = valueIn(literal);
  if (`${open}${comma}${close}` !== '(,)' || !field || typeof value !== 'string') return undefined;
  return (policy) => String(folded(field(policy))).startsWith(String(folded(value)));
}

function fieldIn(name: string | undefined) {
  return own(fields, name);
}

function valueIn(token = ''): Value | undefined {
  if (token === 'true' || token === 'false') return token === 'true';
  return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : undefined;
}

/** The directory compares text without regard to case. */
function folded(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function own<T>(table: Readonly<Record<string, T>>, name = ''): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What a place in a template may hold. Nothing that ends a path segment, a quoted key or a JSON text passes. */
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const encodedName = String.raw`[\w.!~*-]|%(?:23|24|26|2B|3D|5E|60|7B|7D)`;
const encodedDomain = '%40[A-Za-z0-9.-]+';
/** No colon, backslash, space, `#` or `@`: nothing that any reader of URLs could take for more than a query. */
const plainQuery = String.raw`[\w$%&=.,;*'()!~+/-]+`;

const holes = {
  /** An object id, lower case. */
  id: guid,
  /** A second one in the same path. */
  policyId: guid,
  /** One to twenty object ids, as members of a JSON list. */
  ids: `"${guid}"(?:,"${guid}"){0,19}`,
  domain: '[A-Za-z0-9][A-Za-z0-9.-]*',
  /** A user principal name in its own path segment, percent-encoded. */
  upn: `(?:${encodedName}|')+${encodedDomain}`,
  /** A user principal name between quotes, percent-encoded and with its own quotes doubled. */
  quotedUpn: `(?:${encodedName}|'')+${encodedDomain}`,
  query: plainQuery,
} as const;

type Hole = keyof typeof holes;

const place = new RegExp(`\\{(${Object.keys(holes).join('|')})\\}`);

/** Matches exactly what can be made of a template such as `/users/{id}`. */
export function patternOf(template: string): RegExp {
  const parts = template.split(place).map((part, at) => (at % 2 === 1 ? holes[part as Hole] : literal(part)));
  return new RegExp(`^(?:${parts.join('')})$`);
}

/** The template with its places filled, as they are: whether they fit, its pattern decides before anything is sent. */
export function fill(template: string, values: Partial<Record<Hole, string>>): string {
  const parts = template.split(place).map((part, at) => (at % 2 === 1 ? (values[part as Hole] ?? '') : part));
  return parts.join('');
}

export function isPlainQuery(query: string): boolean {
  return new RegExp(`^${plainQuery}$`).test(query);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

import { call, type Json, type Reply } from '../e2e/call.ts';

type Parameters = Record<string, Json>;
export type GeneratedClient = Record<string, (parameters?: Parameters) => Promise<Reply>>;

/**
 * One function per operation of a Swagger 2.0 document, doing what generated clients do with it: parameters go where
 * the document says and defaults stand in for missing ones, a place in the path that no parameter names stays as it
 * is, and a body without `consumes` leaves with the label that fetch gives to text.
 */
export function generateClient(document: Json, origin: string, token: string): GeneratedClient {
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({ path, method, operation })),
  );
  const functions = operations.map(({ path, method, operation }) => [
    operation.operationId,
    (given: Parameters = {}) => {
      const values = valuesOf(document, operation, given);
      const url = `${origin}${document.basePath}${fill(path, values.path)}?${new URLSearchParams(values.query)}`;
      return send(method.toUpperCase(), url, token, values.body, operation.consumes ?? document.consumes);
    },
  ]);
  return Object.fromEntries(functions);
}

type Values = { path: Record<string, string>; query: Record<string, string>; body?: Json };

function valuesOf(document: Json, operation: Json, given: Parameters): Values {
  const values: Values = { path: {}, query: {} };
  const declared = operation.parameters.map((one: Json) => resolved(document, one));
  for (const { name, in: where, default: otherwise } of declared) {
    const value = given[name] ?? otherwise;
    if (where === 'body') values.body = value;
    else if (value !== undefined) values[where as 'path' | 'query'][name] = String(value);
  }
  return values;
}

function resolved(document: Json, parameter: Json): Json {
  return parameter.$ref ? document.parameters[parameter.$ref.split('/').at(-1)] : parameter;
}

function fill(path: string, values: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (place, name) => encodeURIComponent(values[name] ?? place));
}

function send(
  method: string,
  url: string,
  token: string,
  body: Json,
  consumes: readonly string[] = [],
): Promise<Reply> {
  const label: Record<string, string> =
    body === undefined ? {} : { 'content-type': consumes[0] ?? 'text/plain;charset=UTF-8' };
  return call(method, url, body, { accept: 'application/json', authorization: `Bearer ${token}`, ...label });
}

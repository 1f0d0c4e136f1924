import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv } from 'ajv';
import { call, type Json, type Reply } from '../e2e/call.ts';

export type Contract = {
  document: Json;
  /** What of an answer is not as the contract says: undocumented operation or status, or a body of another shape. */
  violations(method: string, path: string, reply: Reply): readonly string[];
};

/** The contract as the product serves it; it has to be a valid Swagger 2.0 document. */
export async function readContract(url: string): Promise<Contract> {
  const { body } = await call('GET', `${url}/swagger.json`);
  const document: Json = await SwaggerParser.validate(structuredClone(body));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const operations = operationsIn(document);

  function responseTo(method: string, path: string, status: number): Json {
    const plain = decodeURIComponent(path.split('?')[0] ?? '').replace(/\/$/, '');
    const found = operations.find((one) => one.method === method.toLowerCase() && one.path.test(plain));
    return found?.operation.responses[status];
  }

  function violations(method: string, path: string, { status, text, body: sent }: Reply): readonly string[] {
    const response = responseTo(method, path, status);
    if (!response) return [`${method} ${path}: ${status} is not in the contract`];
    if (!response.schema) return text === '' ? [] : ['there should be no body'];
    const validate = ajv.compile(withNulls({ ...response.schema, definitions: document.definitions }));
    validate(sent);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }

  return { document: body, violations };
}

function operationsIn(document: Json) {
  return Object.entries<Json>(document.paths).flatMap(([template, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({ method, operation, path: patternOf(template) })),
  );
}

/** Any tenant segment, and as lenient about case as the face. */
function patternOf(template: string): RegExp {
  const escaped = template.replace(/[$]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^/[^/]+${escaped}$`, 'i');
}

/** Swagger 2.0 has no null; this is how it is said there. */
function withNulls(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withNulls);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withNulls(value)]));
  return schema['x-nullable'] === true ? { ...inner, type: [schema.type, 'null'] } : inner;
}

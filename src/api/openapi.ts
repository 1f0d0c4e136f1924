import { z } from 'zod/v4';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { failure, readSuccess, writeSuccess } from './answers.ts';
import { statuses } from './refusals.ts';
import type { ApiRoute } from './route.ts';

/** The REST face as OpenAPI 3.1, from the rows that serve it. */
export function openApiDocument(rows: readonly ApiRoute[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const row of rows) {
    const path = row.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operationOf(row) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Bulwark',
      version: '1',
      description:
        'Policy posture and risky users of your Microsoft 365 tenants. Every write is read back, is an operation that can be asked for later, and is true only on evidence.',
    },
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of Bulwark: ak_live_…' },
      },
    },
  });
}

function operationOf(row: ApiRoute): ZodOpenApiOperationObject {
  const writes = 'write' in row;
  const { path, header } = parametersOf(row);
  return {
    operationId: operationIdOf(row),
    tags: [row.path.split('/')[3] ?? ''],
    // A summary is plain text there; only descriptions are Markdown.
    summary: row.summary.replaceAll('`', ''),
    description: `Scope: ${row.scope}.`,
    requestParams: { ...path, ...header, ...(writes ? {} : { query: row.input as z.ZodObject }) },
    ...(writes ? { requestBody: bodyOf(row.input) } : {}),
    responses: {
      200: success(writes ? writeSuccess(row.answers) : readSuccess(row.answers), writes),
      ...failures(writes),
    },
  };
}

function parametersOf({ path, ...row }: ApiRoute) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    ...(names.length === 0 ? {} : { path: { path: params } }),
    header: { header: 'write' in row ? writeHeaders : readHeaders },
  };
}

const readHeaders = z.object({
  'Cache-Control': z.literal('no-cache').optional().meta({ description: 'Reads afresh.' }),
});
const writeHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .max(255)
    .optional()
    .meta({ description: 'The same request with the same key acts once, for 24 hours.' }),
});

function bodyOf(schema: z.ZodType) {
  return { required: !schema.safeParse(undefined).success, content: json(schema) };
}

function json(schema: z.ZodType) {
  return { 'application/json': { schema } };
}

const requestId = z.object({
  'request-id': z.guid().meta({ description: 'Names this request in our log.' }),
});
const writeAnswerHeaders = requestId.extend({
  'idempotent-replayed': z.literal('true').optional().meta({ description: 'The answer of an earlier request.' }),
});

function success(schema: z.ZodType, writes: boolean) {
  const description = writes ? 'What is known of the outcome.' : 'What was asked for.';
  return { description, headers: writes ? writeAnswerHeaders : requestId, content: json(schema) };
}

/** What only a request with a body can be answered. */
const onWrites: readonly number[] = [409, 413, 415, 422];

function failures(writes: boolean) {
  const known = [...new Set(Object.values(statuses))].filter((status) => status !== 405);
  const possible = known.filter((status) => writes || !onWrites.includes(status));
  return Object.fromEntries(possible.map((status) => [status, failureWith(status)]));
}

function failureWith(status: number) {
  const codes = Object.entries(statuses).flatMap(([code, own]) => (own === status ? [code] : []));
  return { description: codes.join(', '), headers: requestId, content: json(failure) };
}

/** `POST /tenants/me/operations/:id/undo` → `postOperationsIdUndo`. */
function operationIdOf({ method, path }: ApiRoute): string {
  const words = path.replace('/tenants/me/', '').split(/\W+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

import SwaggerParser from '@apidevtools/swagger-parser';
import { expect, it } from 'vitest';
import { openApi, requireDocumented } from '../e2e/documented.ts';

const answer = (status: number, body: unknown) => ({ status, body, headers: new Headers(), text: '' });
const path = '/tenants/me/connections';

it('is a valid OpenAPI 3.1 document', async () => {
  expect(openApi.openapi).toBe('3.1.0');
  await SwaggerParser.validate(structuredClone(openApi));
});

it('tells of every operation what it does, which scope it takes and how it fails', () => {
  const operations = Object.values<object>(openApi.paths).flatMap((item) => Object.values(item));
  expect(operations.length).toBeGreaterThan(8);
  for (const { summary, description, responses } of operations) {
    expect(summary).toMatch(/^[A-Z].+\.$/);
    expect(description).toMatch(/^Scope: .+\.$/);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '404', '429', '503']));
  }
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

it('describes the input by the schema that the server checks', () => {
  const { content, required } = openApi.paths['/tenants/me/policies/toggle'].post.requestBody;
  const { schema } = content['application/json'];
  expect(required).toBe(true);
  expect(schema).toMatchObject({ required: ['key'], additionalProperties: false });
  const undo = openApi.paths['/tenants/me/operations/{id}/undo'].post;
  expect(undo.requestBody.required).toBe(false);
  expect(undo.parameters).toContainEqual(expect.objectContaining({ in: 'path', name: 'id', required: true }));
});

it.each([
  ['a field that is not documented', { success: true, data: { connections: [], more: 1 } }],
  ['a missing field', { success: true, data: {} }],
  ['a success that is a failure', { success: false, error: { code: 'internal', message: 'x', requestId: 'x' } }],
])('does not let %s pass for a documented answer', (_what, body) => {
  expect(() => requireDocumented('GET', path, answer(200, body))).toThrow('not as documented');
});

it('lets a documented answer pass, and no status that is not documented', () => {
  expect(() => requireDocumented('GET', path, answer(200, { success: true, data: { connections: [] } }))).not.toThrow();
  expect(() => requireDocumented('GET', path, answer(418, {}))).toThrow('not documented');
});

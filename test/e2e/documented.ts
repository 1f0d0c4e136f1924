import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../src/api/openapi.ts';
import { type ApiVerbs, apiRoutes } from '../../src/api/routes.ts';
import type { Json, Reply } from './call.ts';

/** The document does not depend on what the rows do. */
export const openApi: Json = JSON.parse(JSON.stringify(openApiDocument(apiRoutes({} as ApiVerbs))));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openApi, 'bulwark');

const paths = Object.keys(openApi.paths).map((path) => ({
  path,
  matches: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Throws when an answer of the REST face is not as the API document says. Paths it does not name are none of its business. */
export function requireDocumented(method: string, pathAndQuery: string, { status, body }: Reply): void {
  const asked = pathAndQuery.replace(/\?.*/, '');
  const path = paths.find(({ matches }) => matches.test(asked))?.path;
  const operation = path && openApi.paths[path][method.toLowerCase()];
  if (!operation) return;
  if (!operation.responses[status]) throw new Error(`${method} ${path} answered ${status}, which is not documented.`);
  const steps = ['paths', path, method.toLowerCase(), 'responses', status, 'content', 'application/json', 'schema'];
  const pointer = steps.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1')));
  const validate = ajv.compile({ $ref: `bulwark#/${pointer.join('/')}` });
  if (!validate(body)) {
    throw new Error(`${method} ${path} ${status} is not as documented: ${ajv.errorsText(validate.errors)}`);
  }
}

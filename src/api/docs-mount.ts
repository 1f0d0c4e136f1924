import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { renderEnvelope } from '../http/envelope.ts';
import type { HttpResponse, Mount, Route } from '../http/mount.ts';
import { openApiDocument } from './openapi.ts';
import type { ApiRoute } from './route.ts';

const packaged = createRequire(import.meta.url);
const own = (name: string) => join(import.meta.dirname, 'docs', name);

/** The viewer and what it loads; nothing of it comes from elsewhere. */
const files: Readonly<Record<string, () => string>> = {
  '/docs': () => own('index.html'),
  '/docs/docs.css': () => own('docs.css'),
  '/docs/docs.js': () => own('docs.js'),
  '/docs/swagger-ui.css': () => packaged.resolve('swagger-ui-dist/swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': () => packaged.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
};

/** `/openapi.json`, and `/docs`, which shows it and tries requests out. */
export function docsMount(rows: readonly ApiRoute[]): Mount {
  const document = openApiDocument(rows);
  const description: Route = {
    method: 'GET',
    path: '/openapi.json',
    handle: async () => ({ status: 200, body: document }),
  };
  return {
    name: 'docs',
    owns: (path) => path === '/openapi.json' || path === '/docs' || path.startsWith('/docs/'),
    bodyLimit: 0,
    contentTypes: [],
    routes: [description, ...Object.entries(files).map(([path, file]) => fileRoute(path, file))],
    renderFault: renderEnvelope,
  };
}

function fileRoute(path: string, file: () => string): Route {
  return { method: 'GET', path, handle: async () => fileAnswer(file()) };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The viewer writes styles into the page and has pictures inside its own files. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function fileAnswer(file: string): Promise<HttpResponse> {
  return {
    status: 200,
    headers: {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
    },
    body: await readFile(file),
  };
}

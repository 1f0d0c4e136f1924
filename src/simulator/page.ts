import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { Answer, Incoming } from './http.ts';

const pageFolder = join(import.meta.dirname, 'page');
const fromHere = createRequire(import.meta.url);

const vendorFiles = new Map([
  ['vendor/adaptivecards.min.js', 'adaptivecards/dist/adaptivecards.min.js'],
  ['vendor/markdown-it.min.js', 'markdown-it/dist/markdown-it.min.js'],
]);

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** `/` and `/page/{file}`: the chat page and the two libraries it loads. */
export async function handlePage(request: Incoming): Promise<Answer> {
  const path = request.path === '/' ? filePath('index.html') : filePath(request.path.replace(/^\/page\//, ''));
  const content = path && (await readFile(path).catch(() => null));
  if (!content) return { status: 404, body: { error: 'There is no such page.' } };
  const headers = {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, raw: content };
}

/** A plain file name, so that no path leads out of the folder. */
function filePath(name: string): string | null {
  const vendor = vendorFiles.get(name);
  if (vendor) return vendorPath(vendor);
  return /^[\w-]+(\.[\w-]+)+$/.test(name) ? join(pageFolder, name) : null;
}

/** The packages' export maps do not name these files, so the folder is found by the package's main file. */
function vendorPath(file: string): string {
  const [name = '', ...rest] = file.split('/');
  const main = fromHere.resolve(name);
  return join(main.slice(0, main.lastIndexOf(join('node_modules', name))), 'node_modules', name, ...rest);
}

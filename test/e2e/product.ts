import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { call, type Json } from './call.ts';

export type Env = Record<string, string>;
export type Product = Awaited<ReturnType<typeof startProduct>>;

/** The whole product in this process, on ports of its own. */
export async function startProduct(env: Env) {
  const reading = readConfig({ PORT: '0', SIMULATOR_PORT: '0', ...env });
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  const errors: Json[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line)) });
  const app = await startApp(reading.config, log);
  const key = app.demo?.key ?? '';
  let stopped = false;
  return {
    ...restClient(app.url, key),
    directory: app.directory,
    /** What it logged as an error. */
    errors,
    async stop() {
      if (stopped) return;
      stopped = true;
      await app.stop();
    },
  };
}

/** The REST face behind a URL, with an API key. */
export function restClient(url: string, key: string) {
  const authorization = { authorization: `Bearer ${key}` };

  function rest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return call(method, `${url}${path}`, body, { ...authorization, ...headers });
  }

  return {
    url,
    key,
    rest,
    toggle: (body: unknown) => rest('POST', '/tenants/me/policies/toggle', body),
    operation: async (id: string): Promise<Json> => (await rest('GET', `/tenants/me/operations/${id}`)).body.data,
  };
}

import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { call, type Json } from './call.ts';
import { requireDocumented } from './documented.ts';

export type Env = Record<string, string>;
export type Product = Awaited<ReturnType<typeof startProduct>>;

/** Whoever looks at what was asked of Graph, or said in a channel, does not want to see what nobody asked for. */
export const unwatched = { WATCH_INTERVAL_S: '0', DRIFT_INTERVAL_S: '0' } as const;

/** The whole product in this process, on ports of its own. */
export async function startProduct(env: Env) {
  const reading = readConfig({ PORT: '0', SIMULATOR_PORT: '0', METRICS_PORT: '0', ...unwatched, ...env });
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  const errors: Json[] = [];
  const lines: Json[] = [];
  const log = pino({ level: 'info' }, { write: (text: string) => keep(JSON.parse(text)) });
  function keep(line: Json): void {
    lines.push(line);
    if (line.level >= pino.levels.values['error']!) errors.push(line);
  }

  const app = await startApp(reading.config, log);
  const key = app.demo?.key ?? '';
  let stopped = false;
  return {
    ...restClient(app.url, key),
    directory: app.directory,
    metricsUrl: app.metricsUrl,
    /** What it logged as an error. */
    errors,
    /** Everything it logged. */
    logged: () => lines,
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

  async function rest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const reply = await call(method, `${url}${path}`, body, { ...authorization, ...headers });
    requireDocumented(method, path, reply);
    return reply;
  }

  return {
    url,
    key,
    rest,
    toggle: (body: unknown) => rest('POST', '/tenants/me/policies/toggle', body),
    operation: async (id: string): Promise<Json> => (await rest('GET', `/tenants/me/operations/${id}`)).body.data,
  };
}

import { breakGlass } from '../../src/simulator/world/people.ts';
import { call, type Json, type Reply } from './call.ts';
import { type Person, personIn } from './chat.ts';

export type LoggedRequest = { method: string; path: string; body: Json; status: number };
export type Fault = {
  method?: string;
  path?: string;
  status?: number;
  body?: unknown;
  rawBody?: string;
  headers?: Record<string, string>;
  delayMs?: number;
  staleMs?: number;
  drop?: 'before' | 'after';
  times?: number;
  percent?: number;
};

const readsByPost = /^\/\$batch$|\/checkMemberGroups$/;

export type SimulatedWorld = ReturnType<typeof simulatedWorld>;

/** Each instance looks up the protected accounts by itself, soon after its start. */
function isRoutine(path: string): boolean {
  return path.startsWith(`/users/${breakGlass.id}?`);
}

/** The simulated world behind a URL, as tests steer it and look into it. */
export function simulatedWorld(url: string) {
  async function control(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await call(method, `${url}/_simulator/${path}`, body);
    if (reply.status >= 400) throw new Error(`${method} /_simulator/${path}: ${reply.status} ${reply.text}`);
    return reply;
  }

  async function logged(kind: 'graph' | 'token'): Promise<readonly LoggedRequest[]> {
    const { requests } = (await control('GET', 'requests')).body;
    return requests.filter((request: Json) => request.kind === kind);
  }

  return {
    url,
    control,
    person: (alias: string, conversation = 'personal'): Person => personIn(control, alias, conversation),
    /** Every Graph request since the last reset that somebody asked for, oldest first. */
    graphRequests: async () => (await logged('graph')).filter(({ path }) => !isRoutine(path)),
    /** Those that can change a tenant. */
    graphWrites: async () =>
      (await logged('graph')).filter(({ method, path }) => method !== 'GET' && !readsByPost.test(path)),
    forgetRequests: () => control('DELETE', 'requests'),
    document: async (path: string): Promise<Json> => (await control('GET', 'documents')).body[path],
    documents: async (): Promise<Json> => (await control('GET', 'documents')).body,
    load: (documents: Json) => control('PUT', 'documents', documents),
    fault: (...faults: Fault[]) => control('POST', 'faults', faults),
    faults: async (): Promise<Json[]> => (await control('GET', 'faults')).body.faults,
    clearFaults: () => control('DELETE', 'faults'),
    /** App roles of future tokens; `null` takes the consent away. */
    grant: (roles: readonly string[] | null) => control('POST', 'grants', { roles }),
    reset: () => control('POST', 'reset'),
  };
}

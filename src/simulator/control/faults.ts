import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../http.ts';

export type Fault = {
  method?: string;
  /** A regular expression. */
  path?: string;
  status?: number;
  body?: unknown;
  rawBody?: string;
  headers?: Record<string, string>;
  delayMs?: number;
  staleMs?: number;
  drop?: 'before' | 'after';
  times?: number;
  /** The share of the matching requests that is hit. */
  percent?: number;
};

export type ArmedFault = Fault & { hits: number; matches: number };
/** `path` with query, without host and `/v1.0`. */
export type FaultTarget = { kind: 'graph' | 'token' | 'connector'; method: string; path: string };

export type Faults = {
  add(faults: readonly Fault[]): void;
  all(): readonly ArmedFault[];
  clear(): void;
  /** The first armed fault that hits this request; counts the hit. */
  take(target: FaultTarget): Fault | undefined;
};

export function createFaults(): Faults {
  let armed: ArmedFault[] = [];
  return {
    add(faults) {
      armed.push(...faults.map((fault) => ({ ...fault, hits: 0, matches: 0 })));
    },
    all: () => armed,
    clear: () => {
      armed = [];
    },
    take: (target) => armed.find((fault) => hits(fault, target)),
  };
}

function hits(fault: ArmedFault, target: FaultTarget): boolean {
  if (fault.hits >= (fault.times ?? Number.POSITIVE_INFINITY) || !matches(fault, target)) return false;
  const share = (fault.percent ?? 100) / 100;
  const before = Math.floor(fault.matches * share);
  fault.matches += 1;
  // Spread evenly instead of drawn by lot: a test sees the same requests fail on every run.
  if (Math.floor(fault.matches * share) === before) return false;
  fault.hits += 1;
  return true;
}

function matches(fault: Fault, target: FaultTarget): boolean {
  if (fault.staleMs !== undefined && !isGraphWrite(target)) return false;
  if (fault.method && fault.method.toUpperCase() !== target.method) return false;
  const path = new RegExp(fault.path ?? '');
  return path.test(target.path) || path.test(`/v1.0${target.path}`);
}

/** Staleness begins with the write whose result reads must not see yet. */
function isGraphWrite({ kind, method, path }: FaultTarget): boolean {
  return kind === 'graph' && method !== 'GET' && path !== '/$batch';
}

export type Act = (staleMs: number) => Answer | Promise<Answer>;

/** Runs a request under whatever fault hits it; a delay comes before the effect, as on a slow network. */
export async function underFaults(faults: Faults, target: FaultTarget, act: Act): Promise<Answer> {
  const fault = faults.take(target);
  if (!fault) return act(0);
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
  if (fault.drop === 'before') return { status: 0, drop: true };
  const canned = cannedAnswer(fault, target);
  if (canned) return canned;
  const answer = await act(fault.staleMs ?? 0);
  return { ...answer, headers: { ...answer.headers, ...fault.headers }, drop: fault.drop === 'after' };
}

function cannedAnswer(fault: Fault, { kind }: FaultTarget): Answer | undefined {
  const { rawBody, headers } = fault;
  if (rawBody !== undefined)
    return { status: fault.status ?? 200, raw: rawBody, headers: { 'content-type': 'application/json', ...headers } };
  if (fault.status === undefined && fault.body === undefined) return undefined;
  const status = fault.status ?? 200;
  return { status, headers, body: fault.body ?? (status >= 400 ? defaultError(kind, status) : undefined) };
}

const errorCodes: Record<number, [code: string, message: string]> = {
  400: ['BadRequest', 'Bad request.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  404: ['Request_ResourceNotFound', 'The resource could not be found.'],
  429: ['TooManyRequests', 'Please retry again later.'],
  503: ['serviceNotAvailable', 'The service is temporarily unavailable.'],
  504: ['UnknownError', 'The gateway did not receive a response in time.'],
};

function defaultError(kind: FaultTarget['kind'], status: number): unknown {
  if (kind === 'token') return { error: 'temporarily_unavailable', error_description: 'The service is unavailable.' };
  const [code, message] = errorCodes[status] ?? ['generalException', 'An internal server error occurred.'];
  return { error: { code, message } };
}

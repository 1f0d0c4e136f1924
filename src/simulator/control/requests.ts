export type LoggedItem = { method: string; path: string; body: unknown; status: number };
export type LoggedRequest = LoggedItem & {
  at: string;
  kind: 'graph' | 'token';
  tenant: string | null;
  items?: LoggedItem[];
  /** Set when a fault cut the connection; `status` is then what would have been answered, 0 before any effect. */
  dropped?: 'before' | 'after';
};

export type RequestLog = {
  add(entry: LoggedRequest): void;
  all(): readonly LoggedRequest[];
  clear(): void;
};

const keptRequests = 50_000;
const slack = 5_000;

/** Oldest first; the newest 50,000 are kept. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > keptRequests + slack) entries = entries.slice(-keptRequests);
    },
    all: () => entries.slice(-keptRequests),
    clear: () => {
      entries = [];
    },
  };
}

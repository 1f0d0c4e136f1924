export type Finding = {
  /** What was looked at. */
  name: string;
  status: 'ok' | 'warning' | 'failed';
  text: string;
  /** What to do about it. */
  cure?: string;
};

/** Looks at one thing. A check that throws has failed itself. */
export type Check = { name: string; run(): Promise<readonly Finding[]> };

export function ok(name: string, text: string): Finding {
  return { name, status: 'ok', text };
}

export function warning(name: string, text: string, cure: string): Finding {
  return { name, status: 'warning', text, cure };
}

export function failed(name: string, text: string, cure: string): Finding {
  return { name, status: 'failed', text, cure };
}

/** Whatever an answer holds: tests look into it freely. */
export type Json = ReturnType<typeof JSON.parse>;
export type Reply = { status: number; headers: Headers; text: string; body: Json };

/** One HTTP request; `body` is sent as JSON, a string as it is. */
export async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) } satisfies Reply;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

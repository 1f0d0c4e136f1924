import type { Cloud } from '../core/clouds.ts';
import { openTransport } from './transport.ts';

const timeoutMs = 10_000;

/** Asks Graph for something without a token: its refusal shows that it is there, and what time it is for it. */
export async function reachGraph({ graphUrl }: Cloud): Promise<{ at: number } | undefined> {
  const transport = openTransport(graphUrl);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { headers } = await transport.send('/v1.0/organization', { method: 'GET', headers: {} }, signal);
    const at = Date.parse(headers.get('date') ?? '');
    return Number.isNaN(at) ? undefined : { at };
  } catch {
    return undefined;
  } finally {
    await transport.close();
  }
}

import type { createAdapter } from '../bot/adapter.ts';
import { renderEnvelope } from '../http/envelope.ts';
import type { Mount } from '../http/mount.ts';

const path = '/api/messages';

/** Where Teams posts activities. */
export function messagesMount(handleActivity: ReturnType<typeof createAdapter>): Mount {
  return {
    name: 'messages',
    owns: (requested) => requested === path,
    bodyLimit: 256 * 1024,
    contentTypes: ['application/json'],
    maxDepth: 64,
    routes: [
      { method: 'POST', path, handle: async ({ headers, body }) => asJson(await handleActivity({ headers, body })) },
    ],
    renderFault: renderEnvelope,
  };
}

function asJson({ status, body }: { status: number; body?: unknown }) {
  if (typeof body === 'string') return { status, body, headers: { 'content-type': 'text/plain' } };
  return body === undefined ? { status } : { status, body };
}

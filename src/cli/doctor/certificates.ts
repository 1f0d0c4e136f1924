import { type Check, type Finding, ok, warning } from './check.ts';

/** `endsAt`: milliseconds since 1970. */
export type NamedCertificate = { name: string; endsAt: number };

const noticeMs = 30 * 86_400_000;

export function certificateCheck(certificates: readonly NamedCertificate[], now: () => number): Check {
  const name = 'certificates';

  function findingOf({ name: of, endsAt }: NamedCertificate): Finding {
    const day = new Date(endsAt).toISOString().slice(0, 10);
    if (endsAt - now() > noticeMs) return ok(name, `${of} is valid until ${day}`);
    const cure = 'Add a new one in Entra > App registrations beside it, replace the file, and restart the server.';
    return warning(name, `${of} ends on ${day}`, cure);
  }

  return { name, run: async () => certificates.map(findingOf) };
}

import { dayMs } from './time.ts';

/** A certificate that Bulwark signs in to Microsoft with. `endsAt`: milliseconds since 1970. */
export type NamedCertificate = { name: string; endsAt: number };

const noticeMs = 30 * dayMs;

/** Whether it is time to replace it. */
export function endsSoon({ endsAt }: NamedCertificate, now: number): boolean {
  return endsAt - now <= noticeMs;
}

export const renewal =
  'Add a new one in Entra > App registrations beside it, replace the file, and restart the server.';

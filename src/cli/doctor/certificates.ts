import { endsSoon, type NamedCertificate, renewal } from '../../core/certificates.ts';
import { writtenDay } from '../../core/time.ts';
import { type Check, type Finding, ok, warning } from './check.ts';

export function certificateCheck(certificates: readonly NamedCertificate[], now: () => number): Check {
  const name = 'certificates';

  function findingOf(certificate: NamedCertificate): Finding {
    const [of, day] = [certificate.name, writtenDay(certificate.endsAt)];
    if (!endsSoon(certificate, now())) return ok(name, `${of} is valid until ${day}`);
    return warning(name, `${of} ends on ${day}`, renewal);
  }

  return { name, run: async () => certificates.map(findingOf) };
}

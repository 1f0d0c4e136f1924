import { X509Certificate } from 'node:crypto';
import type { Config } from '../config.ts';
import type { NamedCertificate } from '../core/certificates.ts';

/** The certificates that this installation is configured with; secrets and managed identities have none. */
export function certificatesOf({ microsoft }: Config): readonly NamedCertificate[] {
  const proofs = microsoft ? [microsoft.botProof, microsoft.graphProof] : [];
  return proofs.flatMap((proof, index) => {
    if (proof.kind !== 'certificate') return [];
    const { validToDate } = new X509Certificate(Buffer.from(proof.certificate.chain[0] ?? '', 'base64'));
    return [
      { name: index === 0 ? 'the certificate of the bot' : 'the certificate for Graph', endsAt: validToDate.getTime() },
    ];
  });
}

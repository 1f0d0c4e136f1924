import { expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { readCertificate } from '../../src/graph/certificate.ts';
import { certificatesOf } from '../../src/hallway/certificates.ts';
import { pemFile } from '../certificates.ts';

const certificate = { kind: 'certificate', certificate: readCertificate(pemFile, Date.UTC(2026, 0, 1)) } as const;
const secret = { kind: 'secret', secret: 'x' } as const;
const configured = (botProof: object, graphProof: object) => ({ microsoft: { botProof, graphProof } }) as Config;
const endsAt = Date.UTC(2049, 11, 31, 23, 59, 59);

it('knows when each configured certificate ends, and that a secret is none', () => {
  expect(certificatesOf(configured(certificate, secret))).toEqual([{ name: 'the certificate of the bot', endsAt }]);
  expect(certificatesOf(configured(secret, certificate))).toEqual([{ name: 'the certificate for Graph', endsAt }]);
  expect(certificatesOf(configured(certificate, certificate))).toHaveLength(2);
  expect(certificatesOf({} as Config)).toEqual([]);
});

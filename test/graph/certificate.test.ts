import { createPublicKey, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { certificateAssertion, readCertificate } from '../../src/graph/certificate.ts';
import { pemFile, publicKey } from '../certificates.ts';
import { fakeClock } from './fake-clock.ts';

const clientId = '22222222-2222-4222-8222-222222222222';
const audience = 'https://login.microsoftonline.com/common/oauth2/v2.0/token';

function setUp() {
  const clock = fakeClock();
  const certificate = readCertificate(pemFile, clock.now());
  return { clock, certificate, assertion: certificateAssertion(certificate, clientId, clock.now) };
}

it('reads the certificate, and names it by its SHA-256 thumbprint', () => {
  const { certificate } = setUp();
  const own = new X509Certificate(pemFile);
  expect(Buffer.from(certificate.thumbprint, 'base64url').toString('hex')).toBe(
    own.fingerprint256.replaceAll(':', '').toLowerCase(),
  );
  expect(certificate.chain).toEqual([own.raw.toString('base64')]);
});

it('signs what Entra asks of a certificate credential: PS256, x5t#S256, x5c, for one token endpoint and ten minutes', async () => {
  const { clock, certificate, assertion } = setUp();
  const jwt = await assertion(audience);
  expect(decodeProtectedHeader(jwt)).toEqual({
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': certificate.thumbprint,
    x5c: certificate.chain,
  });
  const { payload } = await jwtVerify(jwt, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), {
    audience,
    currentDate: new Date(clock.now()),
  });
  const issuedAt = Math.floor(clock.now() / 1000);
  expect(payload).toMatchObject({ iss: clientId, sub: clientId, nbf: issuedAt, exp: issuedAt + 600 });
  expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
});

it('signs once for the half of its life that it is used, and for each audience', async () => {
  const { clock, assertion } = setUp();
  const first = await assertion(audience);
  clock.pass(299_000);
  expect(await assertion(audience)).toBe(first);
  expect(await assertion(`${audience}/other`)).not.toBe(first);
  clock.pass(2_000);
  expect(await assertion(audience)).not.toBe(first);
});

import { createPrivateKey, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { remembered } from '../core/remembered.ts';

/** A certificate that Microsoft Entra knows an app by, with its private key. */
export type Certificate = {
  key: KeyObject;
  /** SHA-256 of the certificate, base64url: the header `x5t#S256`. */
  thumbprint: string;
  /** The certificate and those that issued it, base64 DER: the header `x5c`. */
  chain: readonly string[];
};

/** Proof for one audience, which is a token endpoint. */
export type ClientAssertion = (audience: string) => Promise<string>;

const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads a PEM file that holds a private key and its certificate, perhaps with issuers. The error says what is wrong. */
export function readCertificate(pem: string, now: number): Certificate {
  const [own, ...issuers] = [...pem.matchAll(pemCertificate)].map(([text]) => certificateIn(text));
  const key = keyIn(pem);
  if (!own || !key) {
    throw new Error('it must hold a PEM certificate and its RSA private key, unencrypted, one after the other');
  }
  if (!own.checkPrivateKey(key)) throw new Error('its private key is not that of its first certificate');
  if (own.validToDate.getTime() <= now) {
    const day = own.validToDate.toISOString().slice(0, 10);
    throw new Error(`its certificate expired on ${day}. Add a new one in Entra > App registrations and name its file`);
  }
  const chain = [own, ...issuers].map(({ raw }) => raw.toString('base64'));
  const thumbprint = Buffer.from(own.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  return { key, thumbprint, chain };
}

function certificateIn(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new Error('one of its certificates cannot be read');
  }
}

function keyIn(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

const lifetimeS = 600;
/** MSAL asks for one at every call, so each is used for the first half of its life. */
const keptMs = 300_000;

/** Signs PS256 assertions as documented for certificate credentials of the Microsoft identity platform. */
export function certificateAssertion(certificate: Certificate, clientId: string, now: () => number): ClientAssertion {
  const ask = remembered<string>({ now }, () => keptMs);

  function sign(audience: string): Promise<string> {
    const issuedAt = Math.floor(now() / 1000);
    return new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({
        alg: 'PS256',
        typ: 'JWT',
        'x5t#S256': certificate.thumbprint,
        x5c: [...certificate.chain],
      })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + lifetimeS)
      .sign(certificate.key);
  }

  return (audience) => ask(audience, () => sign(audience));
}
